package io.triskel.target.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.contracts.BindingContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("local-clouds")
class AwsBindingTest extends BindingContract {
    private static final Map<String, String> SERVICE = Map.of(
            "TRISKEL_CONTRACTS",
            "aws",
            "TRISKEL_AWS_STREAM",
            "for-tests",
            "TRISKEL_AWS_TABLES",
            "tests",
            "AWS_REGION",
            "eu-west-1");

    AwsBindingTest() {
        super(AwsBinding::of, SERVICE, List.of("TRISKEL_AWS_STREAM", "TRISKEL_AWS_TABLES"));
    }

    @Test
    void on_the_service_nothing_is_created() {
        try (AwsBinding service = AwsBinding.of(SERVICE)) {
            AwsTestPorts ports = service.fresh();

            assertThat(ports.stream()).isEqualTo("for-tests");
            assertThat(ports.tables().prefix()).isEqualTo("tests");
        }
    }
}
