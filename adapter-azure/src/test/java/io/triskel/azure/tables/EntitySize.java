package io.triskel.azure.tables;

import com.azure.data.tables.models.TableEntity;

/**
 * The bytes that an entity is charged for: 4, two for each character of its keys, and per property 8, two for each character
 * of the name, and the value's own (Microsoft, "Understanding Windows Azure Storage Billing", section "Capacity").
 */
final class EntitySize {
    private EntitySize() {}

    static long of(TableEntity entity) {
        long bytes =
                4 + 2L * (entity.getPartitionKey().length() + entity.getRowKey().length());
        for (var property : entity.getProperties().entrySet()) {
            if (!isSystem(property.getKey())) {
                bytes += 8 + 2L * property.getKey().length() + of(property.getValue());
            }
        }
        return bytes;
    }

    private static boolean isSystem(String name) {
        return name.equals("PartitionKey")
                || name.equals("RowKey")
                || name.equals("Timestamp")
                || name.startsWith("odata.");
    }

    private static long of(Object value) {
        if (value instanceof String text) {
            return 4 + 2L * text.length();
        }
        if (value instanceof byte[] bytes) {
            return 4L + bytes.length;
        }
        return value instanceof Boolean ? 1 : value instanceof Integer ? 4 : 8;
    }
}
