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
import com.azure.data.tables.models.TableTransactionActionType;
import io.triskel.azure.AzureErrors;
import io.triskel.event.PortException;
import io.triskel.spi.ConditionalWrites;
import io.triskel.spi.Pauses;
import io.triskel.spi.Repetition;
import io.triskel.store.StoredFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * One table. A failed condition of a write is an answer; other failures are exceptions with readable messages, thrown
 * for temporary problems only after some {@linkplain Repetition retries}. Reading a row whose {@linkplain StoredFormat
 * form} this release does not know always throws.
 *
 * <p>If the answer of a write is lost, this class or the client retries it; the condition then fails because the write
 * took effect. So each write leaves a stamp in an entity, and if a condition fails, the stored entity shows whose write
 * succeeded.
 */
final class EntityTable {
    /** The service's limit of one entity group transaction. */
    static final int MOST_WRITES = 100;

    /** The service's limit of one answer. */
    static final int MOST_ROWS = 1000;

    private static final String STAMP = "stamp";

    /** Replaces an ETag that a write did not return; the entity must be read again. */
    static final String UNKNOWN = "";

    /**
     * Shorter than {@link Repetition#PATIENCE}, since no deadline reaches a table: a worker runs several invocations in
     * one process, each with its own deadline. If the table is busy for longer, the host retries.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Set<TableErrorCode> CONDITION_FAILED = Set.of(
            TableErrorCode.ENTITY_ALREADY_EXISTS,
            TableErrorCode.UPDATE_CONDITION_NOT_SATISFIED,
            TableErrorCode.RESOURCE_NOT_FOUND,
            TableErrorCode.ENTITY_NOT_FOUND);

    static final Pauses PAUSES =
            Pauses.blocking(() -> ThreadLocalRandom.current().nextDouble());
    static final ConditionalWrites WRITES = new ConditionalWrites(PAUSES);

    private final TableClient client;

    EntityTable(TableServiceClient service, String name) {
        this.client = service.getTableClient(name);
    }

    Optional<TableEntity> get(Key key) {
        return ifHolds(() -> client.getEntity(key.partition(), key.row())).map(this::known);
    }

    /** Writes an entity; returns its new ETag, or empty if the condition did not hold and nothing was written. */
    Optional<String> write(Write write) {
        return commit(List.of(write)).map(tags -> tags.get(0));
    }

    /**
     * Writes 1 to {@value #MOST_WRITES} entities of one partition, all or none. Only a commit of deletions leaves no
     * stamp: if an attempt took effect without an answer, the deletion is reported as a failed condition.
     *
     * @return the entities' new ETags, in order; empty if a condition did not hold and nothing was written
     */
    Optional<List<String>> commit(List<Write> writes) {
        Optional<TableEntity> stamped = writes.stream()
                .filter(write -> write.type() != TableTransactionActionType.DELETE)
                .map(Write::entity)
                .findFirst();
        String stamp = Marks.stamp();
        stamped.ifPresent(entity -> entity.addProperty(STAMP, stamp));
        return ifHolds(() -> writes.size() == 1 ? List.of(sent(writes.get(0))) : sent(writes))
                .or(() -> stamped.flatMap(entity -> standing(writes, entity, stamp)));
    }

    /** The known ETags of writes that took effect in an earlier attempt, if the stored entity has their stamp. */
    private Optional<List<String>> standing(List<Write> writes, TableEntity stamped, String stamp) {
        return get(Key.of(stamped))
                .filter(stored -> stamp.equals(stored.getProperty(STAMP)))
                .map(stored -> writes.stream()
                        .map(write -> write.entity() == stamped ? stored.getETag() : UNKNOWN)
                        .toList());
    }

    private String sent(Write write) {
        TableEntity entity = write.entity();
        return tag(
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
                });
    }

    private List<String> sent(List<Write> writes) {
        TransactionTags.Found found = new TransactionTags.Found();
        client.submitTransactionWithResponse(writes.stream().map(Write::action).toList(), null, found.context());
        return IntStream.range(0, writes.size()).mapToObj(found::tag).toList();
    }

    void delete(Key key) {
        write(Write.delete(key));
    }

    /**
     * Changes only an entity's stamp and ETag, so that writers that read the entity earlier fail.
     *
     * @param absent creates the entity if there is none, so that writers that found none fail to create theirs
     * @return whether no other writer was faster
     */
    boolean touch(Key key, Optional<String> tag, Supplier<TableEntity> absent) {
        return write(tag.map(there -> Write.merge(key.entity(), there)).orElseGet(() -> Write.create(absent.get())))
                .isPresent();
    }

    /** Rows of a partition from one key (inclusive) to another (exclusive), in order; pages are read on demand. */
    Iterator<TableEntity> range(String partition, String from, String to, int page) {
        return rows(
                "PartitionKey eq '" + partition + "' and RowKey ge '" + from + "' and RowKey lt '" + to + "'", page);
    }

    /** The rows of at most one answer; {@link Page#next} is where to continue. */
    Page page(String filter, int top, Optional<String> after) {
        return page(new ListEntitiesOptions().setFilter(filter), top, after);
    }

    /** The rows of at most one answer, from the whole table; only {@link TableRepair} may scan. */
    Page scan(Optional<String> filter, List<String> properties, int top, Optional<String> after) {
        List<String> selected = new ArrayList<>(properties);
        selected.add(StoredFormat.NAME);
        ListEntitiesOptions options = new ListEntitiesOptions().setSelect(selected);
        filter.ifPresent(options::setFilter);
        return page(options, top, after);
    }

    private Page page(ListEntitiesOptions options, int top, Optional<String> after) {
        options.setTop(Math.max(1, Math.min(top, MOST_ROWS)));
        Page page = call(() -> {
            PagedResponse<TableEntity> answer = after.map(token ->
                            client.listEntities(options, null, Context.NONE).iterableByPage(token))
                    .orElseGet(() ->
                            client.listEntities(options, null, Context.NONE).iterableByPage())
                    .iterator()
                    .next();
            return new Page(answer.getValue(), Optional.ofNullable(answer.getContinuationToken()));
        });
        page.rows().forEach(this::known);
        return page;
    }

    /** The entity; throws if its form is unknown. */
    private TableEntity known(TableEntity entity) {
        Number format = entity.getProperty(StoredFormat.NAME) instanceof Number number ? number : null;
        StoredFormat.require(format, () -> "table " + client.getTableName());
        return entity;
    }

    /**
     * One answer of a query.
     *
     * @param rows may be empty although there are more
     * @param next where the next answer begins; empty after the last one
     */
    record Page(List<TableEntity> rows, Optional<String> next) {}

    private Iterator<TableEntity> rows(String filter, int page) {
        return new Iterator<>() {
            private Page current = EntityTable.this.page(filter, page, Optional.empty());
            private int at;

            @Override
            public boolean hasNext() {
                while (at == current.rows().size() && current.next().isPresent()) {
                    current = EntityTable.this.page(filter, page, current.next());
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

    /** Restores the last quote of a weak ETag, which the SDK cuts off; deletions have no ETag. */
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

    /**
     * Writes leave a stamp by which their writer recognises them, so they are retried even if their effect is unknown.
     */
    private static boolean passes(RuntimeException failure) {
        return !(failure.getCause() instanceof InterruptedException)
                && Repetition.After.ANY_TROUBLE.allows(AzureErrors.causeOf(failure));
    }

    private <T> T call(Supplier<T> call) {
        try {
            return new Repetition(PATIENCE, Optional.empty(), PAUSES).of(EntityTable::passes, call);
        } catch (TableServiceException e) {
            throw new PortException(message(e), e);
        } catch (LinkageError e) {
            // To read an error in XML, azure-core needs jackson-dataformat-xml, which is too large for this purpose.
            throw new PortException(
                    "Table " + client.getTableName() + " rejected a request before reading it, most likely for its"
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

    /** The response of a failed transaction is null; the exception's value has the code. */
    private static TableErrorCode code(TableServiceException e) {
        TableErrorCode code = e.getValue() == null ? null : e.getValue().getErrorCode();
        return code == null ? TableErrorCode.fromString("Unknown") : code;
    }

    private String message(TableServiceException e) {
        String advice = switch (AzureErrors.causeOf(e)) {
            case NOT_FOUND -> "does not exist; deploy it, or correct the prefix or the account";
            case THROTTLED -> "gets more requests than its partitions allow; try again later";
            case DENIED -> "denies access to these credentials; check them and their role";
            case TOO_LARGE, INVALID -> "rejected a request, and a retry will not help";
            case TRANSIENT, UNKNOWN -> "failed; try again";
        };
        return "Table " + client.getTableName() + " " + advice + " (" + code(e) + ": " + e.getMessage() + ")";
    }
}
