package io.triskel.aws.dynamodb;

import io.triskel.event.PortException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * One table, with consistent reads. A failed condition of a write is an answer; other failures are exceptions with messages for
 * people.
 */
final class Table {
    private final DynamoDbClient client;
    private final String name;

    Table(DynamoDbClient client, String name) {
        this.client = client;
        this.name = name;
    }

    Optional<Map<String, AttributeValue>> get(Map<String, AttributeValue> key) {
        Map<String, AttributeValue> item =
                call(() -> client.getItem(get -> get.tableName(name).key(key).consistentRead(true))
                        .item());
        return item.isEmpty() ? Optional.empty() : Optional.of(item);
    }

    /** Writes an item; returns whether the condition held. */
    boolean put(Consumer<PutItemRequest.Builder> request) {
        return holds(() -> client.putItem(put -> request.accept(put.tableName(name))))
                .isPresent();
    }

    /** Updates an item; returns its new attributes, if the condition held. */
    Optional<Map<String, AttributeValue>> update(Consumer<UpdateItemRequest.Builder> request) {
        return holds(() -> client.updateItem(
                        update -> request.accept(update.tableName(name).returnValues(ReturnValue.ALL_NEW)))
                .attributes());
    }

    /** Deletes an item; returns whether the condition held. */
    boolean delete(Consumer<DeleteItemRequest.Builder> request) {
        return holds(() -> client.deleteItem(delete -> request.accept(delete.tableName(name))))
                .isPresent();
    }

    QueryResponse query(Consumer<QueryRequest.Builder> request) {
        return call(() -> client.query(query -> request.accept(query.tableName(name))));
    }

    ScanResponse scan(Consumer<ScanRequest.Builder> request) {
        return call(() -> client.scan(scan -> request.accept(scan.tableName(name))));
    }

    private <T> Optional<T> holds(Supplier<T> call) {
        return call(() -> {
            try {
                return Optional.of(call.get());
            } catch (ConditionalCheckFailedException e) {
                return Optional.empty();
            }
        });
    }

    private <T> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (DynamoDbException e) {
            throw new PortException(message(e), e);
        } catch (SdkException e) {
            throw new PortException(
                    "DynamoDB did not answer about table " + name + "; check the network and the endpoint, then try"
                            + " again: " + e.getMessage(),
                    e);
        }
    }

    private String message(DynamoDbException e) {
        String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
        String advice = switch (code) {
            case "ResourceNotFoundException" -> "is not there; deploy it, or correct the prefix or the region";
            case "ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded" ->
                "is called more often than its capacity allows; try again later, or raise it";
            case "AccessDeniedException", "UnrecognizedClientException", "ExpiredTokenException" ->
                "may not be used with these credentials; check them and their policy";
            case "ValidationException" -> "refused a request, which trying again will not change";
            default -> "failed; try again";
        };
        return "DynamoDB table " + name + " " + advice + " (" + code + ": " + e.getMessage() + ")";
    }
}
