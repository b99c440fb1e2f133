package io.triskel.orders.aws.local;

import io.triskel.aws.dynamodb.TableLayout;
import io.triskel.local.aws.dynamodb.TableDefinition;
import io.triskel.local.aws.dynamodb.TableDefinition.KeyAttribute;
import java.util.List;
import java.util.Optional;

/** Tables as the local DynamoDB creates them; it knows no time to live. */
final class LocalTables {
    private LocalTables() {}

    static List<TableDefinition> of(List<TableLayout> layouts) {
        return layouts.stream().map(LocalTables::definition).toList();
    }

    private static TableDefinition definition(TableLayout layout) {
        return new TableDefinition(
                layout.name(),
                attribute(layout.hash()),
                layout.range().map(LocalTables::attribute),
                layout.indexes().stream()
                        .map(index -> new TableDefinition.Index(
                                index.name(), attribute(index.hash()), Optional.of(attribute(index.range()))))
                        .toList());
    }

    private static KeyAttribute attribute(TableLayout.Key key) {
        return new KeyAttribute(key.attribute(), key.type());
    }
}
