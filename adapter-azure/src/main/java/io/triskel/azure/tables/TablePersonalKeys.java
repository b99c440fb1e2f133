package io.triskel.azure.tables;

import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.models.TableEntity;
import io.triskel.codec.CachedPersonalKeys;
import io.triskel.codec.KeyWrapping;
import io.triskel.codec.PersonalKeys;
import io.triskel.codec.SubjectForgottenException;
import io.triskel.codec.UnknownSubjectException;
import io.triskel.event.PortException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys of persons, an entity each: created once, and replaced for good by a tombstone when dropped. All reads are
 * consistent, so a key dropped anywhere is gone everywhere at once; {@link #cached} trades that for fewer reads.
 *
 * <p>Without {@link #wrappedBy} the key lies in the entity, guarded by the account's encryption at rest and by who may read
 * the table. A copy of the table brings dropped keys back: keep copies shorter than what forgetting has to promise, and
 * forget again after restoring one.
 */
public final class TablePersonalKeys implements PersonalKeys {
    /** How long {@link #cached} goes on using a key that another process has dropped, at most. */
    public static final Duration CACHE_AGE = Duration.ofMinutes(5);

    private static final int CACHED_KEYS = 10_000;
    private static final int KEY_BYTES = 32;

    private final Table table;
    private final SecureRandom random;
    private final Optional<KeyWrapping> wrapping;

    private TablePersonalKeys(Table table, SecureRandom random, Optional<KeyWrapping> wrapping) {
        this.table = table;
        this.random = random;
        this.wrapping = wrapping;
    }

    /**
     * Makes one whose keys come from the platform's random source; nothing is called yet.
     *
     * @param service a client that tries once
     * @param tables where {@link AzureTables#keys()} is
     */
    public TablePersonalKeys(TableServiceClient service, AzureTables tables) {
        this(new Table(service, tables.keys()), new SecureRandom(), Optional.empty());
    }

    /** {@return one that stores new keys wrapped, and still reads those stored before as they were} */
    public TablePersonalKeys wrappedBy(KeyWrapping by) {
        return new TablePersonalKeys(table, random, Optional.of(by));
    }

    /** {@return these keys, each asked for again once it is {@link #CACHE_AGE} old} */
    public PersonalKeys cached(InstantSource clock) {
        return new CachedPersonalKeys(this, CACHE_AGE, CACHED_KEYS, clock);
    }

    @Override
    public Optional<SecretKey> find(String subject) {
        return table.get(key(subject))
                .map(entity -> secret(subject, entity))
                .orElseThrow(() -> new UnknownSubjectException(subject));
    }

    @Override
    public SecretKey keyFor(String subject) {
        Optional<TableEntity> there = table.get(key(subject));
        Optional<SecretKey> secret = there.isPresent()
                ? secret(subject, there.get())
                // If somebody else was first, theirs is the key, unless it is dropped already.
                : make(subject).or(() -> find(subject));
        return secret.orElseThrow(() -> new SubjectForgottenException(subject));
    }

    @Override
    public void forget(String subject) {
        table.write(Write.put(entity(subject).addProperty("forgotten", true)));
    }

    /** Nothing if somebody else made or dropped one first. */
    private Optional<SecretKey> make(String subject) {
        byte[] secret = new byte[KEY_BYTES];
        random.nextBytes(secret);
        TableEntity entity = entity(subject);
        wrapping.ifPresentOrElse(
                by -> Cells.bytes(entity, "wrapped", by.wrap(subject, secret.clone())),
                () -> Cells.bytes(entity, "key", secret));
        return table.write(Write.create(entity)).map(made -> aes(secret));
    }

    /** Empty for a tombstone. */
    private Optional<SecretKey> secret(String subject, TableEntity entity) {
        if (entity.getProperty("forgotten") != null) {
            return Optional.empty();
        }
        if (entity.getProperty("wrapped") == null) {
            return Optional.of(aes(Cells.bytes(entity, "key")));
        }
        KeyWrapping by = wrapping.orElseThrow(() -> new PortException("The key of subject '" + subject
                + "' is wrapped, and this store was not told by what: use wrappedBy with what it was written with"));
        return Optional.of(aes(by.unwrap(subject, Cells.bytes(entity, "wrapped"))));
    }

    private static TableEntity entity(String subject) {
        return key(subject).entity().addProperty("subject", subject);
    }

    private static Key key(String subject) {
        return new Key(Keys.of(subject), Keys.of(subject));
    }

    private static SecretKey aes(byte[] secret) {
        return new SecretKeySpec(secret, "AES");
    }

    /** {@return what this is, never a key} */
    @Override
    public String toString() {
        return "TablePersonalKeys[" + (wrapping.isPresent() ? "wrapped" : "as they are") + "]";
    }
}
