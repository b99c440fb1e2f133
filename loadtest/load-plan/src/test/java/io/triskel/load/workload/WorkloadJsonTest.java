package io.triskel.load.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.yaml.InputException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WorkloadJsonTest {
    private static final Path CAPACITY = Path.of("../workloads/capacity.yaml");

    @Test
    void has_plain_numbers() {
        ObjectNode json = WorkloadFile.read(CAPACITY).toJson();

        assertThat(json.at("/event/size")).hasToString("1024");
        assertThat(json.at("/phases/1"))
                .hasToString("{\"kind\":\"capacity\",\"from\":200.0,\"to\":100000.0,\"probe\":60,\"precision\":0.05}");
        assertThat(json.at("/objectives/p99")).hasToString("2");
    }

    @Test
    void names_the_path_of_what_is_not_as_written() {
        ObjectNode json = WorkloadFile.read(CAPACITY).toJson();
        ((ObjectNode) json.at("/phases/1")).put("from", "200/s");

        assertThatThrownBy(() -> Workload.fromJson(json))
                .isInstanceOf(InputException.class)
                .hasMessage("The workload in a result is not valid: /phases/1/from is \"200/s\"; expected a number");
    }

    @Test
    void refuses_another_format() {
        ObjectNode json = WorkloadFile.read(CAPACITY).toJson().put("workload", 2);

        assertThatThrownBy(() -> Workload.fromJson(json)).hasMessageContaining("its format is 2; this version reads 1");
    }

    @Test
    void refuses_what_a_workload_refuses() {
        ObjectNode json = WorkloadFile.read(CAPACITY).toJson().put("consumers", 0);

        assertThatThrownBy(() -> Workload.fromJson(json)).hasMessageContaining("consumers must be 1 to 100, not 0");
    }
}
