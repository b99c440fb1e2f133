package io.triskel.azure.tables;

import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.models.TableEntity;
import io.triskel.personal.KeyRing.KeyWrapping;
import io.triskel.platform.Stores;
import io.triskel.testkit.StoredRow;
import io.triskel.testkit.StoredRowsContract;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("local-clouds")
@ExtendWith(LocalTables.class)
class StoredRowsTest extends StoredRowsContract {
    private static final String PARTITION = "PartitionKey";
    private static final String ROW = "RowKey";

    /** The service's own: not ours to put. */
    private static final Set<String> SERVICES = Set.of("Timestamp", "odata.etag");

    private final LocalTables.Running storage;

    StoredRowsTest(LocalTables.Running storage) {
        this.storage = storage;
    }

    @Override
    protected Database empty() {
        return new Tables(storage.service(), storage.own());
    }

    /** An append to a new stream puts its mark before it meets the stream's head. */
    @Override
    protected boolean isIndex(String table) {
        return table.equals("dirty");
    }

    record Tables(TableServiceClient service, AzureTables tables) implements Database {
        @Override
        public Stores stores(InstantSource clock, Optional<KeyWrapping> keyService) {
            TableStores stores = TableStores.of(service, tables).clock(clock);
            return keyService.map(stores::keysWrappedBy).orElse(stores);
        }

        @Override
        public List<StoredRow> rows() {
            return rows(tables.names());
        }

        List<StoredRow> rows(List<String> names) {
            List<StoredRow> rows = new ArrayList<>();
            for (String name : names) {
                for (TableEntity entity : service.getTableClient(name).listEntities()) {
                    Map<String, Object> columns = new HashMap<>(entity.getProperties());
                    columns.keySet().removeAll(SERVICES);
                    rows.add(new StoredRow(name.substring(tables.prefix().length()), columns));
                }
            }
            return rows;
        }

        @Override
        public void put(StoredRow row) {
            Map<String, Object> columns = new HashMap<>(row.columns());
            TableEntity entity = new TableEntity((String) columns.remove(PARTITION), (String) columns.remove(ROW));
            columns.forEach(entity::addProperty);
            service.getTableClient(tables.prefix() + row.table()).createEntity(entity);
        }

        @Override
        public void close() {
            tables.names().forEach(service::deleteTable);
        }
    }
}
