package io.triskel.azure.tables;

import com.azure.data.tables.models.TableEntity;

/** The key of an entity. */
record Key(String partition, String row) {
    static Key of(TableEntity entity) {
        return new Key(entity.getPartitionKey(), entity.getRowKey());
    }

    TableEntity entity() {
        return new TableEntity(partition, row);
    }
}
