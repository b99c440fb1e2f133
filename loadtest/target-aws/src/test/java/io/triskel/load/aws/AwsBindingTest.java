package io.triskel.load.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.triskel.load.Environment;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AwsBindingTest {
    private static final Map<String, String> SERVICE = Map.of(
            "TRISKEL_CONTRACTS",
            "aws",
            "TRISKEL_AWS_STREAM",
            "for-tests",
            "TRISKEL_AWS_TABLES",
            "tests",
            "AWS_REGION",
            "eu-west-1");

    @Test
    void nothing_but_the_variable_makes_it_the_service() {
        try (AwsBinding local = AwsBinding.of(Map.of())) {
            assertThat(local.environment()).isEqualTo(Environment.EMULATOR);
        }
        try (AwsBinding service = AwsBinding.of(SERVICE)) {
            assertThat(service.environment()).isEqualTo(Environment.CLOUD);
        }
    }

    @Test
    void spaces_on_this_machine_share_nothing() {
        try (AwsBinding local = AwsBinding.of(Map.of())) {
            AwsSpace one = local.fresh();
            AwsSpace other = local.fresh();

            one.checkpoints().orElseThrow().claim("consumer");

            assertThat(other.checkpoints().orElseThrow().find("consumer")).isEqualTo(Optional.empty());
            assertThat(one.checkpoints().orElseThrow().find("consumer")).isPresent();
            assertThat(other.stream()).isNotEqualTo(one.stream());
        }
    }

    @Test
    void on_the_service_nothing_is_created() {
        try (AwsBinding service = AwsBinding.of(SERVICE)) {
            AwsSpace space = service.fresh();

            assertThat(space.stream()).isEqualTo("for-tests");
            assertThat(space.tables().prefix()).isEqualTo("tests");
        }
    }

    @Test
    void the_service_needs_a_stream_and_tables() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AwsBinding.of(Map.of("TRISKEL_CONTRACTS", "aws", "AWS_REGION", "eu-west-1")))
                .withMessageContaining("TRISKEL_AWS_STREAM")
                .withMessageContaining("TRISKEL_AWS_TABLES");
    }
}
