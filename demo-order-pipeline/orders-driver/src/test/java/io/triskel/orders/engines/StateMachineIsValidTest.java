package io.triskel.orders.engines;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.local.ChildProcess;
import io.triskel.local.NodeTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** npm's asl-validator judges the state machine: its schemas of the language, its paths, that each state is there and reached. */
@Tag("local-clouds")
class StateMachineIsValidTest {
    private int validate(Path folder, String definition, StringBuilder said) throws Exception {
        NodeTools tools = NodeTools.install(
                NodeTools.projectRoot().resolve("demo-order-pipeline/orders-driver/src/test/node"),
                NodeTools.projectRoot().resolve(".triskel/node-test-orders"));
        Path file = folder.resolve("machine.json");
        Files.writeString(file, definition);
        try (ChildProcess node = ChildProcess.start(
                List.of(
                        "node",
                        tools.file("asl-validator/dist/bin/asl-validator.js").toString(),
                        "--json-path",
                        file.toString()),
                folder,
                Map.of(),
                folder.resolve("node.log"))) {
            int status = node.onExit().get(4, TimeUnit.MINUTES);
            said.append(node.tail(4000));
            return status;
        }
    }

    /** As CloudFormation puts the partition in. */
    private static String definition() {
        return ExportFulfilment.process().asAmazonStates().replace("${Partition}", "aws");
    }

    @Test
    void asl_validator_finds_nothing(@TempDir Path folder) throws Exception {
        StringBuilder said = new StringBuilder();

        int status = validate(folder, definition(), said);

        assertThat(status).as(said.toString()).isZero();
    }

    @Test
    void asl_validator_finds_a_state_that_is_not_there(@TempDir Path folder) throws Exception {
        StringBuilder said = new StringBuilder();
        String broken = definition().replace("\"Next\" : \"undo reserve\"", "\"Next\" : \"undo nothing\"");

        assertThat(validate(folder, broken, said)).isNotZero();
        assertThat(said).contains("undo nothing");
    }
}
