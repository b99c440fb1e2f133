package io.triskel.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.TypeRegistry;
import io.triskel.memory.InMemoryPlatform;
import io.triskel.platform.HostedConsumer;
import io.triskel.platform.Platform;
import io.triskel.spring.Shop.Paid;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

class BadConfigurationTest {
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(TriskelAutoConfiguration.class))
            .withUserConfiguration(Shop.class)
            .withPropertyValues("triskel.source=/shop");

    /** {@return why the application does not start, and what to do} */
    private static FailureAnalysis analysis(ApplicationContextRunner application) {
        FailureAnalysis[] analysis = new FailureAnalysis[1];
        application.run(context -> {
            assertThat(context).hasFailed();
            analysis[0] = new StartFailureAnalyzer().analyze(context.getStartupFailure());
        });
        assertThat(analysis[0]).isNotNull();
        return analysis[0];
    }

    /** {@return the application with these providers on its class path} */
    private ApplicationContextRunner on(Path folder, Class<?>... providers) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        StringBuilder names = new StringBuilder();
        for (Class<?> provider : providers) {
            names.append(provider.getName()).append('\n');
        }
        Files.writeString(services.resolve("io.triskel.spi.Hosting$Provider"), names);
        return application.withClassLoader(
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, BadConfigurationTest.class.getClassLoader()));
    }

    @Test
    void a_platform_without_its_adapter_names_the_dependency() {
        FailureAnalysis analysis = analysis(application.withPropertyValues("triskel.platform=aws"));

        assertThat(analysis.getDescription())
                .isEqualTo("triskel.platform is 'aws', and the class path holds no adapter");
        assertThat(analysis.getAction())
                .isEqualTo("Add the dependency io.triskel:adapter-aws, or set triskel.platform to memory.");
    }

    @Test
    void a_platform_of_another_adapter_names_the_one_that_is_there(@TempDir Path folder) throws IOException {
        FailureAnalysis analysis =
                analysis(on(folder, Providers.Sunny.class).withPropertyValues("triskel.platform=rainy"));

        assertThat(analysis.getDescription())
                .isEqualTo("triskel.platform is 'rainy', and the class path holds adapter sunny only");
    }

    @Test
    void two_adapters_are_refused_whichever_is_asked_for(@TempDir Path folder) throws IOException {
        FailureAnalysis analysis = analysis(
                on(folder, Providers.Sunny.class, Providers.Rainy.class).withPropertyValues("triskel.platform=sunny"));

        assertThat(analysis.getDescription()).isEqualTo("The class path holds more than one adapter: rainy, sunny");
        assertThat(analysis.getAction()).contains("remove the others from its class path");
    }

    @Test
    void an_adapter_that_lacks_a_setting_names_all_ways_to_set_it(@TempDir Path folder) throws IOException {
        FailureAnalysis analysis =
                analysis(on(folder, Providers.Sunny.class).withPropertyValues("triskel.adapter.strem=orders"));

        assertThat(analysis.getDescription())
                .isEqualTo("The adapter 'sunny' cannot start: TRISKEL_SUNNY_STREAM is not set\n"
                        + "- not read: [triskel.adapter.strem]");
        assertThat(analysis.getAction()).contains("[triskel.adapter.stream]").contains("environment variable");
    }

    @Test
    void an_adapter_is_opened_with_its_settings_wherever_they_are(@TempDir Path folder) throws IOException {
        on(folder.resolve("a"), Providers.Sunny.class)
                .withPropertyValues("triskel.adapter.stream=orders")
                .run(context -> assertThat(
                                context.getBean(Platform.class).settings().source())
                        .isEqualTo("/shop of orders"));
        on(folder.resolve("b"), Providers.Sunny.class)
                .withPropertyValues("TRISKEL_SUNNY_STREAM=kiosk")
                .run(context -> assertThat(
                                context.getBean(Platform.class).settings().source())
                        .isEqualTo("/shop of kiosk"));
    }

    @Test
    void a_setting_that_the_adapter_does_not_have_is_refused(@TempDir Path folder) throws IOException {
        FailureAnalysis analysis = analysis(on(folder, Providers.Sunny.class)
                .withPropertyValues("triskel.adapter.stream=orders", "triskel.adapter.tabels=orders"));

        assertThat(analysis.getDescription()).isEqualTo("The adapter 'sunny' has no setting [triskel.adapter.tabels]");
        assertThat(analysis.getAction()).isEqualTo("Use one of [triskel.adapter.stream], or remove it.");
    }

    @Test
    void memory_beside_an_adapter_is_memory(@TempDir Path folder) throws IOException {
        on(folder, Providers.Sunny.class)
                .withPropertyValues("triskel.platform=memory")
                .run(context -> assertThat(
                                context.getBean(Platform.class).settings().source())
                        .isEqualTo("/shop"));
    }

    @Configuration(proxyBeanMethods = false)
    static class SecondShipping {
        @Bean
        HostedConsumer shippingAgain(Platform platform) {
            return platform.consumer("shipping")
                    .on(Paid.class, (event, handling) -> {})
                    .build();
        }
    }

    @Test
    void a_name_that_is_taken_twice_names_the_bean() {
        FailureAnalysis analysis = analysis(application.withUserConfiguration(SecondShipping.class));

        assertThat(analysis.getDescription())
                .startsWith("Bean 'shippingAgain' was rejected by Triskel: The name 'shipping' is taken by another"
                        + " consumer");
    }

    @Configuration(proxyBeanMethods = false)
    static class MoreTypes {
        @Bean
        TypeRegistry moreTypes() {
            return TypeRegistry.builder().add("more.paid", 1, Paid.class).build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnPlatform {
        @Bean
        Platform own(TypeRegistry types) {
            InMemoryPlatform memory = InMemoryPlatform.of("/own", types);
            return Platform.of(memory.settings(), memory.stores(), memory::bus);
        }
    }

    @Test
    void a_platform_of_the_applications_own_that_nothing_feeds_is_refused() {
        FailureAnalysis analysis = analysis(application.withUserConfiguration(OwnPlatform.class));

        assertThat(analysis.getDescription())
                .isEqualTo("The application declares its own Platform, and nothing feeds its consumers");
        assertThat(analysis.getAction()).startsWith("Declare a bean of type io.triskel.spi.Hosting");
    }

    @Test
    void types_belong_into_one_bean() {
        assertThat(analysis(application.withUserConfiguration(MoreTypes.class)).getDescription())
                .isEqualTo("The application declares 2 beans of type TypeRegistry, expected 1");
        assertThat(analysis(new ApplicationContextRunner()
                                .withPropertyValues("triskel.source=/shop")
                                .withConfiguration(AutoConfigurations.of(TriskelAutoConfiguration.class)))
                        .getAction())
                .startsWith("Register all event types in one bean: @Bean TypeRegistry types()");
    }

    @Test
    void events_need_a_source() {
        FailureAnalysis analysis = analysis(application.withPropertyValues("triskel.source="));

        assertThat(analysis.getAction()).isEqualTo("Set triskel.source, such as /orders, or spring.application.name.");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Shop.class)
    static class Whole {}

    /** As a user sees it: Spring Boot prints the analysis instead of a stack trace. */
    @ExtendWith(OutputCaptureExtension.class)
    @org.junit.jupiter.api.Nested
    class On_the_console {
        private static void fails(String... arguments) {
            try {
                SpringApplication.run(Whole.class, arguments).close();
            } catch (RuntimeException expected) {
                return;
            }
            throw new AssertionError("it started");
        }

        @Test
        void an_unknown_property_is_named(CapturedOutput output) {
            fails("--spring.main.web-application-type=none", "--triskel.sorce=/shop");

            assertThat(output).contains("APPLICATION FAILED TO START").contains("Property: triskel.sorce");
        }

        @Test
        void an_invalid_value_is_explained(CapturedOutput output) {
            fails("--spring.main.web-application-type=none", "--triskel.consumers.threads=0");

            assertThat(output).contains("triskel.consumers.threads must be 1 to 256, not 0");
        }

        @Test
        void a_missing_adapter_is_explained(CapturedOutput output) {
            fails("--spring.main.web-application-type=none", "--triskel.source=/shop", "--triskel.platform=aws");

            assertThat(output)
                    .contains("APPLICATION FAILED TO START")
                    .contains("Add the dependency io.triskel:adapter-aws");
        }
    }
}
