package io.triskel.spring.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.spring.TriskelHost;
import io.triskel.spring.test.TriskelTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The program of docs/spring-boot.md. */
@TriskelTest(properties = "spring.application.name=shop")
@ExtendWith(OutputCaptureExtension.class)
class ShippingApplicationTest {
    @Test
    void it_prints_what_the_page_says(@Autowired TriskelHost host, CapturedOutput output) {
        host.settle();

        assertThat(output).contains("ship Paid[order=42]");
    }
}
