package io.triskel.azure.tables;

import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.models.TableEntity;
import io.triskel.personal.KeyRing;
import io.triskel.personal.UnknownSubjectException;
import io.triskel.spi.StoredPersonalKeys;
import java.util.Optional;

/**
 * Keys of persons, an entity each: created once, and replaced for good by a tombstone when dropped. All reads are
 * consistent, so a key dropped anywhere is gone everywhere at once; {@link #cached} trades that for fewer reads.
 *
 * <p>Without {@link #wrappedInBuckets} the key lies in the entity, guarded by the account's encryption at rest and by who may read
 * the table. A copy of the table brings dropped keys back: keep copies shorter than what forgetting has to promise, and
 * forget again after restoring one.
 */
public final class TablePersonalKeys extends StoredPersonalKeys {
    /**
     * New keys come from the platform's random source. Makes no request yet.
     *
     * @param service any client; that of {@code AzureClients} spares reading again what a transaction has just written
     * @param tables gives the table's name, {@link AzureTables#keys()}
     */
    public TablePersonalKeys(TableServiceClient service, AzureTables tables) {
        super("TablePersonalKeys", new Entities(new EntityTable(service, tables.keys())));
    }

    private record Entities(EntityTable table) implements KeyRing.Entries {
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
            return new Key(TableKeys.of(subject), TableKeys.of(subject));
        }
    }
}
