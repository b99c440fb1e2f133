package io.triskel.azure.tables;

import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.models.TableEntity;
import io.triskel.codec.KeyRing;
import io.triskel.codec.KeyRing.KeyWrapping;
import io.triskel.codec.PersonalKeys;
import io.triskel.codec.UnknownSubjectException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * Keys of persons, an entity each: created once, and replaced for good by a tombstone when dropped. All reads are
 * consistent, so a key dropped anywhere is gone everywhere at once; {@link #cached} trades that for fewer reads.
 *
 * <p>Without {@link #wrappedInBuckets} the key lies in the entity, guarded by the account's encryption at rest and by who may read
 * the table. A copy of the table brings dropped keys back: keep copies shorter than what forgetting has to promise, and
 * forget again after restoring one.
 */
public final class TablePersonalKeys implements PersonalKeys {
    private final KeyRing ring;
    private final String form;

    private TablePersonalKeys(KeyRing ring, String form) {
        this.ring = ring;
        this.form = form;
    }

    /**
     * New keys come from the platform's random source. Makes no request yet.
     *
     * @param service any client; that of {@code AzureClients} spares reading again what a transaction has just written
     * @param tables gives the table's name, {@link AzureTables#keys()}
     */
    public TablePersonalKeys(TableServiceClient service, AzureTables tables) {
        this(new KeyRing(new Entities(new Table(service, tables.keys())), new SecureRandom()), "as they are");
    }

    /** {@return a store that wraps keys, each by a call, and still reads keys that were stored unwrapped} */
    public TablePersonalKeys wrappedBy(KeyWrapping by) {
        return new TablePersonalKeys(ring.wrappedBy(by), "wrapped");
    }

    /**
     * {@return a store that wraps keys in this process, under keys that the service wraps} See {@link
     * KeyRing#wrappedInBuckets(KeyWrapping, InstantSource)}.
     */
    public TablePersonalKeys wrappedInBuckets(KeyWrapping service, InstantSource clock) {
        return new TablePersonalKeys(ring.wrappedInBuckets(service, clock), "wrapped in buckets");
    }

    @Override
    public Optional<SecretKey> find(String subject) {
        return ring.find(subject);
    }

    @Override
    public SecretKey keyFor(String subject) {
        return ring.keyFor(subject);
    }

    @Override
    public void forget(String subject) {
        ring.forget(subject);
    }

    private record Entities(Table table) implements KeyRing.Entries {
        @Override
        public Optional<KeyRing.Entry> read(String subject) {
            return table.get(key(subject)).map(Entities::entry);
        }

        @Override
        public Optional<KeyRing.Entry> create(String subject, KeyRing.Entry entry) {
            return table.write(Write.create(entity(subject, entry))).isPresent()
                    ? Optional.empty()
                    : Optional.of(read(subject).orElseThrow(() -> new UnknownSubjectException(subject)));
        }

        @Override
        public boolean rewrap(String subject, KeyRing.Wrapped entry) {
            return table.get(key(subject))
                    .filter(there -> there.getProperty("key") != null)
                    .flatMap(there -> table.write(Write.replace(entity(subject, entry), there.getETag())))
                    .isPresent();
        }

        @Override
        public void replace(String subject, KeyRing.Forgotten tombstone) {
            table.write(Write.put(entity(subject, tombstone)));
        }

        private static TableEntity entity(String subject, KeyRing.Entry entry) {
            TableEntity entity = key(subject).entity().addProperty("subject", subject);
            return entry.fold(
                    plain -> Cells.bytes(entity, "key", plain.bytes()),
                    wrapped -> Cells.bytes(entity, "wrapped", wrapped.bytes()),
                    forgotten -> entity.addProperty("forgotten", true));
        }

        private static KeyRing.Entry entry(TableEntity entity) {
            if (entity.getProperty("forgotten") != null) {
                return new KeyRing.Forgotten();
            }
            return entity.getProperty("wrapped") != null
                    ? new KeyRing.Wrapped(Cells.bytes(entity, "wrapped"))
                    : new KeyRing.Plain(Cells.bytes(entity, "key"));
        }

        private static Key key(String subject) {
            return new Key(Keys.of(subject), Keys.of(subject));
        }
    }

    /** {@return a description without any key} */
    @Override
    public String toString() {
        return "TablePersonalKeys[" + form + "]";
    }
}
