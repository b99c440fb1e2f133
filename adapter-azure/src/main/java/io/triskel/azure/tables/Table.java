package io.triskel.azure.tables;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.rest.PagedResponse;
import com.azure.core.http.rest.Response;
import com.azure.core.util.Context;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.models.ListEntitiesOptions;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableEntityUpdateMode;
import com.azure.data.tables.models.TableErrorCode;
import com.azure.data.tables.models.TableServiceException;
import io.triskel.event.PortException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** One table: conditional writes whose failed condition is an answer, and failures told to people. */
final class Table {
    /** What one entity group transaction takes. */
    static final int MOST_WRITES = 100;

    /** What one answer takes. */
    static final int MOST_ROWS = 1000;

    /** The ETag of what is written and not known to have one; an entity with it has to be read again. */
    static final String UNKNOWN = "";

    private static final Set<TableErrorCode> CONDITION_FAILED = Set.of(
            TableErrorCode.ENTITY_ALREADY_EXISTS,
            TableErrorCode.UPDATE_CONDITION_NOT_SATISFIED,
            TableErrorCode.RESOURCE_NOT_FOUND,
            TableErrorCode.ENTITY_NOT_FOUND);

    private final TableClient client;

    Table(TableServiceClient service, String name) {
        this.client = service.getTableClient(name);
    }

    Optional<TableEntity> get(Key key) {
        return ifHolds(() -> client.getEntity(key.partition(), key.row()));
    }

    /** The ETag that the entity has now; empty if the condition did not hold, and nothing was written. */
    Optional<String> write(Write write) {
        TableEntity entity = write.entity();
        return ifHolds(() -> tag(
                switch (write.type()) {
                    case CREATE -> client.createEntityWithResponse(entity, null, Context.NONE);
                    case UPDATE_REPLACE ->
                        client.updateEntityWithResponse(
                                entity, TableEntityUpdateMode.REPLACE, write.conditional(), null, Context.NONE);
                    case UPDATE_MERGE ->
                        client.updateEntityWithResponse(
                                entity, TableEntityUpdateMode.MERGE, write.conditional(), null, Context.NONE);
                    case UPSERT_REPLACE, UPSERT_MERGE ->
                        client.upsertEntityWithResponse(entity, TableEntityUpdateMode.REPLACE, null, Context.NONE);
                    case DELETE -> client.deleteEntityWithResponse(entity, write.conditional(), null, Context.NONE);
                }));
    }

    /**
     * Writes all or nothing, 1 to {@value #MOST_WRITES} entities of one partition.
     *
     * @return the ETags that they have now, in order; empty if a condition did not hold, and nothing was written
     */
    Optional<List<String>> commit(List<Write> writes) {
        if (writes.size() == 1) {
            return write(writes.get(0)).map(List::of);
        }
        TransactionTags.Found found = new TransactionTags.Found();
        return ifHolds(() -> {
            client.submitTransactionWithResponse(
                    writes.stream().map(Write::action).toList(), null, found.context());
            return IntStream.range(0, writes.size()).mapToObj(found::tag).toList();
        });
    }

    void delete(Key key) {
        write(Write.delete(key));
    }

    /**
     * Changes nothing but an entity's ETag, so that whoever read it before fails to write.
     *
     * @param absent what is made if there is no entity yet, so that whoever saw none fails to create it
     * @return whether nobody else was faster
     */
    boolean touch(Key key, Optional<String> tag, Supplier<TableEntity> absent, String stamp) {
        return write(tag.map(there -> Write.merge(key.entity().addProperty("touched", stamp), there))
                        .orElseGet(() -> Write.create(absent.get())))
                .isPresent();
    }

    /** Rows of a partition from a key on to before another one, in order; pages are read as they are needed. */
    Iterator<TableEntity> range(String partition, String from, String to, int page) {
        return rows(
                "PartitionKey eq '" + partition + "' and RowKey ge '" + from + "' and RowKey lt '" + to + "'", page);
    }

    /** At most one answer's rows; {@link Page#next} is where to go on. */
    Page page(String filter, int top, Optional<String> after) {
        return page(new ListEntitiesOptions().setFilter(filter), top, after);
    }

    /** At most one answer's rows of the whole table; what none but {@link TableRepair} may ask for. */
    Page scan(Optional<String> filter, List<String> properties, int top, Optional<String> after) {
        ListEntitiesOptions options = new ListEntitiesOptions().setSelect(properties);
        filter.ifPresent(options::setFilter);
        return page(options, top, after);
    }

    private Page page(ListEntitiesOptions options, int top, Optional<String> after) {
        options.setTop(Math.max(1, Math.min(top, MOST_ROWS)));
        return call(() -> {
            PagedResponse<TableEntity> answer = after.map(token ->
                            client.listEntities(options, null, Context.NONE).iterableByPage(token))
                    .orElseGet(() ->
                            client.listEntities(options, null, Context.NONE).iterableByPage())
                    .iterator()
                    .next();
            return new Page(answer.getValue(), Optional.ofNullable(answer.getContinuationToken()));
        });
    }

    /**
     * One answer of a query.
     *
     * @param rows may be none although there are more
     * @param next where to go on; empty after the last
     */
    record Page(List<TableEntity> rows, Optional<String> next) {}

    private Iterator<TableEntity> rows(String filter, int page) {
        return new Iterator<>() {
            private Page current = Table.this.page(filter, page, Optional.empty());
            private int at;

            @Override
            public boolean hasNext() {
                while (at == current.rows().size() && current.next().isPresent()) {
                    current = Table.this.page(filter, page, current.next());
                    at = 0;
                }
                return at < current.rows().size();
            }

            @Override
            public TableEntity next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("There are no more rows");
                }
                return current.rows().get(at++);
            }
        };
    }

    /** The SDK takes the last quote off a header's weak ETag; deletions have none. */
    private static String tag(Response<?> response) {
        String tag = response.getHeaders().getValue(HttpHeaderName.ETAG);
        if (tag == null) {
            return UNKNOWN;
        }
        return tag.startsWith("W/\"") && !tag.endsWith("\"") ? tag + "\"" : tag;
    }

    private <T> Optional<T> ifHolds(Supplier<T> call) {
        return call(() -> {
            try {
                return Optional.of(call.get());
            } catch (TableServiceException e) {
                if (CONDITION_FAILED.contains(code(e))) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    private <T> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (TableServiceException e) {
            throw new PortException(message(e), e);
        } catch (LinkageError e) {
            // azure-core reads a refusal in XML only with jackson-dataformat-xml, which weighs more than it is worth.
            throw new PortException(
                    "Table " + client.getTableName() + " refused a request before looking at it, most likely for its"
                            + " credentials; check them and their role",
                    e);
        } catch (RuntimeException e) {
            if (e.getCause() instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new PortException(
                    "Table Storage did not answer about table " + client.getTableName()
                            + "; check the network and the endpoint, then try again: " + e.getMessage(),
                    e);
        }
    }

    /** The response of a failed transaction is null; its value says what it was. */
    private static TableErrorCode code(TableServiceException e) {
        TableErrorCode code = e.getValue() == null ? null : e.getValue().getErrorCode();
        return code == null ? TableErrorCode.fromString("Unknown") : code;
    }

    private String message(TableServiceException e) {
        String code = code(e).toString();
        String advice = switch (code) {
            case "TableNotFound", "TableBeingDeleted" ->
                "is not there; deploy it, or correct the prefix or the account";
            case "ServerBusy", "AccountIOPSLimitExceeded", "OperationTimedOut" ->
                "is called more often than its partitions allow; try again later";
            case "AuthenticationFailed",
                    "AuthorizationFailure",
                    "AuthorizationPermissionMismatch",
                    "AuthorizationResourceTypeMismatch",
                    "Forbidden",
                    "InsufficientAccountPermissions",
                    "InvalidAuthenticationInfo" -> "may not be used with these credentials; check them and their role";
            case "InvalidInput",
                    "EntityTooLarge",
                    "PropertyValueTooLarge",
                    "KeyValueTooLarge",
                    "RequestBodyTooLarge",
                    "ContentLengthExceeded",
                    "InvalidDuplicateRow" -> "refused a request, which trying again will not change";
            default -> "failed; try again";
        };
        return "Table " + client.getTableName() + " " + advice + " (" + code + ": " + e.getMessage() + ")";
    }
}
