package io.triskel.orders.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.EventType;
import io.triskel.hosting.Heartbeat;
import io.triskel.personal.SubjectForgotten;
import io.triskel.testkit.SchemaGolden;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OrderTypesTest {
    @Test
    void published_schemas_do_not_change() {
        SchemaGolden.of(OrderTypes.registry(), schemas()).check();
    }

    @Test
    void every_type_is_named_after_the_demonstrator_and_not_after_a_class() {
        assertThat(OrderTypes.registry().types())
                .hasSizeGreaterThan(20)
                .filteredOn(type -> !type.equals(SubjectForgotten.TYPE) && !type.equals(Heartbeat.TYPE))
                .extracting(EventType::wire)
                .allMatch(wire -> wire.matches("orders\\.[a-z-]+\\.v1"));
    }

    private static Path schemas() {
        Path fromModule = Path.of("src/test/schemas");
        return Files.isDirectory(fromModule) ? fromModule : Path.of("demo-order-pipeline/orders/src/test/schemas");
    }
}
