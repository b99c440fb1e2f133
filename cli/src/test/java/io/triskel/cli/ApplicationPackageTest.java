package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApplicationPackageTest {
    private final ApplicationPackage own =
            new ApplicationPackage(Path.of("/shop/target/shop-aws.zip"), Path.of("/shop/target/aws/functions.jar"));

    /** The order pipeline is an application too, and a process takes one. */
    @Test
    void a_process_of_an_application_has_no_part_of_the_demo_neither_of_a_clone_nor_of_an_archive() {
        assertThat(own.before(List.of(
                        "/triskel/loadtest/target-aws/target/classes",
                        "/triskel/demo-order-pipeline/orders/target/classes",
                        "/triskel/eda-console/target/classes",
                        "/archive/lib/orders-0.1.0.jar",
                        "/archive/lib/orders-driver-0.1.0.jar",
                        "/archive/lib/order-aws-0.1.0.jar",
                        "/archive/lib/load-orders-0.1.0.jar")))
                .containsExactly(
                        own.classes().toString(),
                        "/triskel/loadtest/target-aws/target/classes",
                        "/triskel/eda-console/target/classes",
                        "/archive/lib/load-orders-0.1.0.jar");
    }
}
