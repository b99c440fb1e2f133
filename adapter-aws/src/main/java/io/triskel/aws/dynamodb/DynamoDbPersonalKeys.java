package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.bytes;
import static io.triskel.aws.dynamodb.Attributes.flag;
import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.personal.KeyRing;
import io.triskel.personal.UnknownSubjectException;
import io.triskel.spi.StoredPersonalKeys;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Stores data subjects' keys, one item each: created by one conditional write, and replaced for good by a tombstone
 * when dropped. All reads are consistent, so a dropped key is gone everywhere immediately; {@link #cached} gives that
 * up for fewer reads.
 *
 * <p>Without {@link #wrappedInBuckets} the item holds the plain key, protected by the table's encryption at rest and by
 * read permissions on the table. A restored backup brings dropped keys back: keep backups for less time than erasure
 * may take, and forget the same subjects again after a restore.
 */
public final class DynamoDbPersonalKeys extends StoredPersonalKeys {
    /**
     * New keys come from the platform's random source. Makes no request yet.
     *
     * @param client closed by the caller
     * @param tables gives the table's name, {@link DynamoDbTables#keys()}
     */
    public DynamoDbPersonalKeys(DynamoDbClient client, DynamoDbTables tables) {
        this(new ItemTable(client, tables.keys()));
    }

    DynamoDbPersonalKeys(ItemTable table) {
        super("DynamoDbPersonalKeys", new Entries(table));
    }

    private record Entries(ItemTable table) implements KeyRing.Entries {
        @Override
        public Optional<KeyRing.Entry> read(String subject) {
            return table.get(Map.of("subject", text(subject))).map(Entries::entry);
        }

        @Override
        public Optional<KeyRing.Entry> create(String subject, KeyRing.Entry entry) {
            boolean first = table.putAgain(
                    item(subject, entry),
                    put -> put.conditionExpression("attribute_not_exists(#subject)")
                            .expressionAttributeNames(Map.of("#subject", "subject")));
            return first
                    ? Optional.empty()
                    : Optional.of(read(subject).orElseThrow(() -> new UnknownSubjectException(subject)));
        }

        @Override
        public boolean rewrap(String subject, KeyRing.Wrapped entry) {
            return table.putAgain(
                    item(subject, entry),
                    put -> put.conditionExpression("attribute_exists(#key)")
                            .expressionAttributeNames(Map.of("#key", "key")));
        }

        @Override
        public void replace(String subject, KeyRing.Forgotten tombstone) {
            table.putAgain(item(subject, tombstone));
        }

        private static Map<String, AttributeValue> item(String subject, KeyRing.Entry entry) {
            return entry.fold(
                    plain -> Map.of("subject", text(subject), "key", bytes(plain.bytes())),
                    wrapped -> Map.of("subject", text(subject), "wrapped", bytes(wrapped.bytes())),
                    forgotten -> Map.of("subject", text(subject), "forgotten", flag(true)));
        }

        private static KeyRing.Entry entry(Map<String, AttributeValue> item) {
            if (item.containsKey("forgotten") && flag(item, "forgotten")) {
                return new KeyRing.Forgotten();
            }
            return item.containsKey("wrapped")
                    ? new KeyRing.Wrapped(bytes(item, "wrapped"))
                    : new KeyRing.Plain(bytes(item, "key"));
        }
    }
}
