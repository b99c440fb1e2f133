package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.number;
import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.event.PortException;
import io.triskel.store.Checkpoints;
import io.triskel.store.Checkpoints.Checkpoint;
import io.triskel.store.StoredFormat;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Stores checkpoints, one item per name, with a fencing token that every claim raises. */
public final class DynamoDbCheckpoints implements Checkpoints {
    private final ItemTable table;

    /**
     * Makes no request yet.
     *
     * @param client closed by the caller
     * @param tables gives the table's name, {@link DynamoDbTables#checkpoints()}
     */
    public DynamoDbCheckpoints(DynamoDbClient client, DynamoDbTables tables) {
        this(new ItemTable(client, tables.checkpoints()));
    }

    DynamoDbCheckpoints(ItemTable table) {
        this.table = table;
    }

    @Override
    public Optional<Checkpoint> find(String name) {
        return table.get(key(name)).map(DynamoDbCheckpoints::checkpoint);
    }

    @Override
    public Checkpoint claim(String name) {
        Checkpoint valid = new Checkpoint(name, Optional.empty(), 1);
        return table.updateAgain(update -> update.key(key(valid.name()))
                        .updateExpression("ADD #fence :one SET #format = :format")
                        .conditionExpression("attribute_not_exists(#format) OR #format = :format")
                        .expressionAttributeNames(Map.of("#fence", "fence", "#format", StoredFormat.NAME))
                        .expressionAttributeValues(Map.of(":one", number(1), ":format", ItemTable.FORMAT)))
                .map(DynamoDbCheckpoints::checkpoint)
                .orElseThrow(() -> refused(name));
    }

    /** The only reason for a refusal is a later release's format, which reading reports. */
    private PortException refused(String name) {
        return new PortException("DynamoDB rejected the claim of checkpoint " + find(name) + "; claim it again");
    }

    @Override
    public Optional<Checkpoint> save(Checkpoint held, String position) {
        Checkpoint moved = new Checkpoint(held.name(), Optional.of(position), held.fence());
        return table.updateAgain(update -> update.key(key(moved.name()))
                        .updateExpression("SET #position = :position")
                        .conditionExpression("#fence = :fence")
                        .expressionAttributeNames(Map.of("#position", "position", "#fence", "fence"))
                        .expressionAttributeValues(
                                Map.of(":position", text(position), ":fence", number(moved.fence()))))
                .map(DynamoDbCheckpoints::checkpoint);
    }

    private static Map<String, AttributeValue> key(String name) {
        return Map.of("checkpoint", text(name));
    }

    private static Checkpoint checkpoint(Map<String, AttributeValue> item) {
        return new Checkpoint(
                text(item, "checkpoint"),
                Optional.ofNullable(item.get("position")).map(AttributeValue::s),
                number(item, "fence"));
    }
}
