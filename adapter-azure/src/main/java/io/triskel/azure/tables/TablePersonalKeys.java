package io.triskel.azure.tables;

import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.models.TableEntity;
import io.triskel.personal.KeyRing;
import io.triskel.personal.UnknownSubjectException;
import io.triskel.spi.StoredPersonalKeys;
import java.util.Optional;

/**
 * Stores data subjects' keys, one entity each: created once, and replaced for good by a tombstone when dropped. All
 * reads are consistent, so a dropped key is gone everywhere immediately; {@link #cached} gives that up for fewer reads.
 *
 * <p>Without {@link #wrappedInBuckets} the entity holds the plain key, protected by the account's encryption at rest
 * and by read permissions on the table. A restored copy of the table brings dropped keys back: keep copies for less
 * time than erasure may take, and forget the same subjects again after a restore.
 */
public final class TablePersonalKeys extends StoredPersonalKeys {
    /**
     * New keys come from the platform's random source. Makes no request yet.
     *
     * @param service any client; that of {@code AzureClients} avoids rereading what a transaction has just written
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
