package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.bytes;
import static io.triskel.aws.dynamodb.Attributes.number;
import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.event.StreamId;
import io.triskel.store.CommandId;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.Snapshots;
import io.triskel.store.Snapshots.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Stores snapshots, one item per stream and fingerprint; DynamoDB's item limit leaves about 350 KB for a state. */
public final class DynamoDbSnapshots implements Snapshots {
    private final ItemTable table;

    /**
     * Makes no request yet.
     *
     * @param client closed by the caller
     * @param tables gives the table's name, {@link DynamoDbTables#snapshots()}
     */
    public DynamoDbSnapshots(DynamoDbClient client, DynamoDbTables tables) {
        this(new ItemTable(client, tables.snapshots()));
    }

    DynamoDbSnapshots(ItemTable table) {
        this.table = table;
    }

    @Override
    public Optional<Snapshot> load(StreamId stream, String fingerprint) {
        return table.get(Map.of("streamId", text(stream.value()), "fingerprint", text(fingerprint)))
                .map(item -> new Snapshot(
                        fingerprint,
                        number(item, "revision"),
                        bytes(item, "state"),
                        Attributes.required(item, "lastCommands").l().stream()
                                .map(commit -> commit(commit.m()))
                                .toList(),
                        bytes(item, "olderCommands")));
    }

    @Override
    public void save(StreamId stream, Snapshot snapshot) {
        List<AttributeValue> commits = snapshot.lastCommands().stream()
                .map(commit -> AttributeValue.fromM(Map.of(
                        "commandId", text(commit.command().value()),
                        "first", number(commit.first()),
                        "last", number(commit.last()))))
                .toList();
        // If the condition fails, this snapshot or a later one is already stored.
        table.putAgain(
                Map.of(
                        "streamId", text(stream.value()),
                        "fingerprint", text(snapshot.fingerprint()),
                        "revision", number(snapshot.revision()),
                        "state", bytes(snapshot.state()),
                        "lastCommands", Attributes.list(commits),
                        "olderCommands", bytes(snapshot.olderCommands())),
                put -> put.conditionExpression("attribute_not_exists(#revision) OR #revision <= :revision")
                        .expressionAttributeNames(Map.of("#revision", "revision"))
                        .expressionAttributeValues(Map.of(":revision", number(snapshot.revision()))));
    }

    private static Commit commit(Map<String, AttributeValue> item) {
        return new Commit(new CommandId(text(item, "commandId")), number(item, "first"), number(item, "last"));
    }
}
