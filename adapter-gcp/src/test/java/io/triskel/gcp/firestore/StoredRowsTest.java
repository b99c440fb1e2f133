package io.triskel.gcp.firestore;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import io.triskel.local.gcp.firestore.FirestoreSettings;
import io.triskel.personal.KeyRing.KeyWrapping;
import io.triskel.platform.Stores;
import io.triskel.testkit.StoredRow;
import io.triskel.testkit.StoredRowsContract;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class StoredRowsTest extends StoredRowsContract {
    /** A column for a document's path, which is no field of it. */
    private static final String PATH = "~path";

    /** In a server of its own, since a parked event names the path of its parts. */
    @Override
    protected Database empty() {
        return new Server(LocalFirestore.start(FirestoreSettings.defaults()));
    }

    record Server(LocalFirestore.Running running) implements Database {
        @Override
        public Stores stores(InstantSource clock, Optional<KeyWrapping> keyService) {
            FirestoreStores stores = FirestoreStores.of(running.client(), LocalFirestore.COLLECTIONS)
                    .clock(clock);
            return keyService.map(stores::keysWrappedBy).orElse(stores);
        }

        @Override
        public List<StoredRow> rows() throws Exception {
            List<StoredRow> rows = new ArrayList<>();
            for (CollectionLayout layout : LocalFirestore.COLLECTIONS.layouts()) {
                rows.addAll(rows(layout.collection()));
            }
            return rows;
        }

        List<StoredRow> rows(String collection) throws Exception {
            List<StoredRow> rows = new ArrayList<>();
            for (QueryDocumentSnapshot document :
                    running.client().collectionGroup(collection).get().get().getDocuments()) {
                Map<String, Object> columns = new HashMap<>();
                document.getData().forEach((name, value) -> columns.put(name, plain(value)));
                columns.put(PATH, document.getReference().getPath());
                rows.add(new StoredRow(collection, columns));
            }
            return rows;
        }

        @Override
        public void put(StoredRow row) throws Exception {
            Map<String, Object> fields = new HashMap<>();
            row.columns().forEach((name, value) -> fields.put(name, field(value)));
            String path = (String) fields.remove(PATH);
            running.client().document(path).create(fields).get();
        }

        @Override
        public void close() {
            running.close();
        }
    }

    private static Object plain(Object value) {
        if (value instanceof Blob blob) {
            return blob.toBytes();
        } else if (value instanceof Timestamp time) {
            return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
        } else if (value instanceof List<?> list) {
            return list.stream().map(StoredRowsTest::plain).toList();
        }
        return value;
    }

    private static Object field(Object value) {
        if (value instanceof byte[] bytes) {
            return Blob.fromBytes(bytes);
        } else if (value instanceof Instant time) {
            return Timestamp.ofTimeSecondsAndNanos(time.getEpochSecond(), time.getNano());
        } else if (value instanceof List<?> list) {
            return list.stream().map(StoredRowsTest::field).toList();
        }
        return value;
    }
}
