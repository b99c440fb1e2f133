package io.triskel.aws.dynamodb;

import io.triskel.personal.KeyRing.KeyWrapping;
import io.triskel.platform.Stores;
import io.triskel.testkit.StoredRow;
import io.triskel.testkit.StoredRowsContract;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@Tag("local-clouds")
@ExtendWith(LocalTables.class)
class StoredRowsTest extends StoredRowsContract {
    private final LocalTables.Running dynamoDb;

    StoredRowsTest(LocalTables.Running dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    @Override
    protected Database empty() {
        return new Tables(dynamoDb.client(), dynamoDb.own());
    }

    record Tables(DynamoDbClient client, DynamoDbTables tables) implements Database {
        @Override
        public Stores stores(InstantSource clock, Optional<KeyWrapping> keyService) {
            DynamoDbStores stores = DynamoDbStores.of(client, tables).clock(clock);
            return keyService.map(stores::keysWrappedBy).orElse(stores);
        }

        @Override
        public List<StoredRow> rows() {
            return rows(tables.layouts());
        }

        List<StoredRow> rows(List<TableLayout> layouts) {
            List<StoredRow> rows = new ArrayList<>();
            for (TableLayout layout : layouts) {
                String table = layout.name().substring(tables.prefix().length());
                client.scanPaginator(scan -> scan.tableName(layout.name()).consistentRead(true)).items().stream()
                        .map(item -> new StoredRow(table, plain(item)))
                        .forEach(rows::add);
            }
            return rows;
        }

        @Override
        public void put(StoredRow row) {
            client.putItem(put -> put.tableName(tables.prefix() + row.table()).item(attributes(row.columns())));
        }

        @Override
        public void close() {
            tables.layouts().forEach(layout -> client.deleteTable(delete -> delete.tableName(layout.name())));
        }
    }

    private static Map<String, Object> plain(Map<String, AttributeValue> item) {
        Map<String, Object> columns = new HashMap<>();
        item.forEach((name, value) -> columns.put(name, plain(value)));
        return columns;
    }

    private static Object plain(AttributeValue value) {
        return switch (value.type()) {
            case S -> value.s();
            case N -> new BigDecimal(value.n());
            case B -> value.b().asByteArray();
            case BOOL -> value.bool();
            case L -> value.l().stream().map(StoredRowsTest::plain).toList();
            case M -> plain(value.m());
            default -> throw new IllegalArgumentException("No store writes " + value);
        };
    }

    private static Map<String, AttributeValue> attributes(Map<?, ?> columns) {
        return columns.entrySet().stream()
                .collect(Collectors.toMap(
                        column -> String.valueOf(column.getKey()), column -> attribute(column.getValue())));
    }

    private static AttributeValue attribute(Object value) {
        if (value instanceof String text) {
            return AttributeValue.fromS(text);
        } else if (value instanceof BigDecimal number) {
            return AttributeValue.fromN(number.toString());
        } else if (value instanceof byte[] bytes) {
            return AttributeValue.fromB(SdkBytes.fromByteArray(bytes));
        } else if (value instanceof Boolean flag) {
            return AttributeValue.fromBool(flag);
        } else if (value instanceof List<?> list) {
            return AttributeValue.fromL(
                    list.stream().map(StoredRowsTest::attribute).toList());
        }
        return AttributeValue.fromM(attributes((Map<?, ?>) value));
    }
}
