package io.triskel.target.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.orders.contracts.LanguagesContract;
import io.triskel.orders.contracts.Talk;
import io.triskel.orders.memory.MemoryTarget;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("local-clouds")
class GcpLanguagesTest extends LanguagesContract {
    GcpLanguagesTest() {
        super(GcpTarget.class, MemoryTarget.class, "notification=node");
    }

    @Test
    void python_is_refused_before_anything_starts() throws Exception {
        try (Talk talk = Talk.with(GcpTarget.class)) {
            talk.say("{\"op\":\"start\",\"languages\":\"fraud=python\"}");

            assertThat(talk.answer().path("message").asText())
                    .startsWith("fraud=python does not run on Google Cloud")
                    .contains("decision 0160");
        }
    }
}
