package io.triskel.target.aws.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.function.Telling;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What {@code infra/aws/load-function.yaml} names of this module is there; the rest of it is checked by {@code infra/aws/check}. */
class LoadFunctionTemplateTest {
    @Test
    void the_template_names_the_handler_and_the_variable_by_which_it_tells() {
        assertThat(Path.of("../../infra/aws/load-function.yaml"))
                .content(StandardCharsets.UTF_8)
                .contains(
                        "Handler: " + TimedFunction.class.getName() + "::handleRequest",
                        Telling.REPORTS + ": !Ref Reports");
    }
}
