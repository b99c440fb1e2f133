package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.bytes;
import static io.triskel.aws.dynamodb.Attributes.flag;
import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.codec.CachedPersonalKeys;
import io.triskel.codec.KeyWrapping;
import io.triskel.codec.PersonalKeys;
import io.triskel.codec.SubjectForgottenException;
import io.triskel.codec.UnknownSubjectException;
import io.triskel.event.PortException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Keys of persons, one item each: made by one conditional write, and replaced for good by a tombstone when dropped. All
 * reads are consistent, so a key dropped anywhere is gone everywhere at once; {@link #cached} trades that for fewer reads.
 *
 * <p>Without {@link #wrappedBy} the key lies in the item, guarded by the table's encryption at rest and by who may read the
 * table. A backup of the table brings dropped keys back: keep backups shorter than what forgetting has to promise, and
 * forget again after restoring one.
 */
public final class DynamoDbPersonalKeys implements PersonalKeys {
    /** How long {@link #cached} goes on using a key that another process has dropped, at most. */
    public static final Duration CACHE_AGE = Duration.ofMinutes(5);

    private static final int CACHED_KEYS = 10_000;
    private static final int KEY_BYTES = 32;

    private final Table table;
    private final SecureRandom random;
    private final Optional<KeyWrapping> wrapping;

    private DynamoDbPersonalKeys(Table table, SecureRandom random, Optional<KeyWrapping> wrapping) {
        this.table = table;
        this.random = random;
        this.wrapping = wrapping;
    }

    /**
     * Makes one whose keys come from the platform's random source; nothing is called yet.
     *
     * @param client closed by the caller
     * @param tables where {@link DynamoDbTables#keys()} is
     */
    public DynamoDbPersonalKeys(DynamoDbClient client, DynamoDbTables tables) {
        this(new Table(client, tables.keys()), new SecureRandom(), Optional.empty());
    }

    /** {@return one that stores new keys wrapped, and still reads those stored before as they were} */
    public DynamoDbPersonalKeys wrappedBy(KeyWrapping by) {
        return new DynamoDbPersonalKeys(table, random, Optional.of(by));
    }

    /** {@return these keys, each asked for again once it is {@link #CACHE_AGE} old} */
    public PersonalKeys cached(InstantSource clock) {
        return new CachedPersonalKeys(this, CACHE_AGE, CACHED_KEYS, clock);
    }

    @Override
    public Optional<SecretKey> find(String subject) {
        return item(subject).map(item -> key(subject, item)).orElseThrow(() -> new UnknownSubjectException(subject));
    }

    @Override
    public SecretKey keyFor(String subject) {
        return item(subject)
                .map(item -> key(subject, item))
                .or(() -> make(subject))
                // Somebody else was first: theirs is the key, unless it is dropped already.
                .orElseGet(() -> find(subject))
                .orElseThrow(() -> new SubjectForgottenException(subject));
    }

    @Override
    public void forget(String subject) {
        table.put(put -> put.item(Map.of("subject", text(subject), "forgotten", flag(true))));
    }

    private Optional<Map<String, AttributeValue>> item(String subject) {
        return table.get(Map.of("subject", text(subject)));
    }

    /** Nothing if somebody else made or dropped one first; else the key, which is never empty. */
    private Optional<Optional<SecretKey>> make(String subject) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        Map<String, AttributeValue> item = wrapping.map(
                        by -> Map.of("subject", text(subject), "wrapped", bytes(by.wrap(subject, key.clone()))))
                .orElseGet(() -> Map.of("subject", text(subject), "key", bytes(key)));
        boolean first = table.put(put -> put.item(item)
                .conditionExpression("attribute_not_exists(#subject)")
                .expressionAttributeNames(Map.of("#subject", "subject")));
        return first ? Optional.of(Optional.of(aes(key))) : Optional.empty();
    }

    /** Empty for a tombstone. */
    private Optional<SecretKey> key(String subject, Map<String, AttributeValue> item) {
        if (item.containsKey("forgotten") && flag(item, "forgotten")) {
            return Optional.empty();
        }
        if (!item.containsKey("wrapped")) {
            return Optional.of(aes(bytes(item, "key")));
        }
        KeyWrapping by = wrapping.orElseThrow(() -> new PortException("The key of subject '" + subject
                + "' is wrapped, and this store was not told by what: use wrappedBy with what it was written with"));
        return Optional.of(aes(by.unwrap(subject, bytes(item, "wrapped"))));
    }

    private static SecretKey aes(byte[] key) {
        return new SecretKeySpec(key, "AES");
    }

    /** {@return what this is, never a key} */
    @Override
    public String toString() {
        return "DynamoDbPersonalKeys[" + (wrapping.isPresent() ? "wrapped" : "as they are") + "]";
    }
}
