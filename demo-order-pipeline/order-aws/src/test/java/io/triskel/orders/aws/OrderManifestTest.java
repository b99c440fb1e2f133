package io.triskel.orders.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.aws.dynamodb.DynamoDbTables;
import io.triskel.aws.dynamodb.TableLayout;
import io.triskel.aws.hosting.AwsManifest;
import io.triskel.aws.hosting.AwsParts;
import io.triskel.aws.hosting.FunctionSettings;
import io.triskel.aws.hosting.HttpFunction;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.orders.OrderApplication;
import io.triskel.orders.contracts.ManifestContract;
import io.triskel.orders.pipeline.Style;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderManifestTest extends ManifestContract<AwsParts.Lambda, AwsParts> {
    private static final String BASE = "https://example.com/";

    @Override
    protected Manifest<AwsParts> manifest(Style style) {
        return AwsManifest.of(new OrderApplication(), style.text());
    }

    @Override
    protected Class<?> function() {
        return HttpFunction.class;
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void tells_each_function_all_that_it_needs(Style style) {
        Manifest<AwsParts> manifest = deployed(style);

        for (FunctionRole role : FunctionRole.values()) {
            assertThat(manifest.each(parts -> parts.functions(role)))
                    .isNotEmpty()
                    .allSatisfy(function -> {
                        FunctionSettings settings = settings(function, role);
                        assertThat(settings.stream()).isEqualTo("orders");
                        assertThat(settings.tables()).isEqualTo(new DynamoDbTables("shop"));
                        assertThat(settings.application()).isEqualTo(new OrderApplication(style));
                        assertThat(settings.inboxRetention()).isEqualTo(Duration.ofDays(14));
                        assertThat(settings.consumer()).isEqualTo(function.consumer());
                        assertThat(settings.lookupBase())
                                .isEqualTo(Optional.of(URI.create(BASE)).filter(base -> role != FunctionRole.HTTP));
                        assertThat(settings.aws().callTimeout()).isEqualTo(Duration.ofSeconds(3));
                    });
        }
    }

    @Test
    void names_handlers_that_there_are() throws ClassNotFoundException {
        Manifest<AwsParts> manifest = deployed(Style.ORCHESTRATION);

        for (FunctionRole role : FunctionRole.values()) {
            for (AwsParts.Lambda function : manifest.each(parts -> parts.functions(role))) {
                assertThat(handler(function.handler())).isAssignableTo(RequestStreamHandler.class);
            }
        }
    }

    @Test
    void on_an_engine_the_state_machine_calls_a_function_that_may_answer_it() throws ClassNotFoundException {
        AwsParts.Engine engine = AwsManifest.onEngine(new OrderApplication())
                .with("region", "eu-west-1")
                .with("account", "123456789012")
                .with("lookupBase", BASE)
                .part(parts -> parts.engine().orElseThrow());
        AwsParts.Lambda ask = engine.asks();

        assertThat(engine.definition())
                .contains("\"FunctionName\" : \"" + ask.name() + "\"")
                .doesNotContain("${");
        assertThat(engine.permissions().get(0).resource()).isEqualTo("function:" + ask.name());
        assertThat(handler(ask.handler())).isAssignableTo(RequestStreamHandler.class);
        assertThat(settings(ask, FunctionRole.EVENTS).stateMachine())
                .contains("arn:aws:states:eu-west-1:123456789012:stateMachine:" + engine.name());
        assertThat(ask.permissions()).extracting(AwsParts.Permission::resource).contains("*", "stream/orders");
    }

    @Test
    void on_an_engine_it_is_valid_by_the_published_schema_too() throws IOException {
        assertThat(problems(AwsManifest.onEngine(new OrderApplication()).json()))
                .isEmpty();
    }

    @Test
    void on_an_engine_only_those_know_it_that_speak_to_it() {
        Manifest<AwsParts> manifest = AwsManifest.onEngine(new OrderApplication())
                .with("region", "eu-west-1")
                .with("account", "123456789012")
                .with("givenUpBucket", "given-up")
                .with("lookupBase", BASE);

        assertThat(manifest.each(parts -> parts.functions(FunctionRole.EVENTS)))
                .filteredOn(OrderManifestTest::knowsTheEngine)
                .extracting(function -> function.consumer().orElseThrow())
                .containsExactly("fulfilment");
        assertThat(knowsTheEngine(manifest.each(parts -> parts.functions(FunctionRole.CLOCK))
                        .get(0)))
                .isTrue();
        assertThat(knowsTheEngine(manifest.each(parts -> parts.functions(FunctionRole.HTTP))
                        .get(0)))
                .isFalse();
    }

    @Test
    void has_every_table_as_the_stores_expect_it() throws JsonProcessingException {
        Iterator<AwsParts.Table> tables =
                deployed(Style.ORCHESTRATION).each(AwsParts::tables).iterator();

        for (TableLayout layout : new DynamoDbTables("shop").layouts()) {
            AwsParts.Table table = tables.next();
            assertThat(new ObjectMapper().readTree(table.request()))
                    .isEqualTo(new ObjectMapper().readTree(layout.createTable()));
            assertThat(table.timeToLive()).isEqualTo(layout.timeToLive());
        }
        assertThat(tables).isExhausted();
    }

    @Test
    void a_record_is_given_up_before_the_stream_forgets_it_and_not_sooner_than_it_must() {
        Manifest<AwsParts> manifest = deployed(Style.ORCHESTRATION);
        long retention = manifest.part(AwsParts::stream).retentionHours();

        assertThat(manifest.each(parts -> parts.functions(FunctionRole.EVENTS)))
                .extracting(function ->
                        Duration.ofSeconds(function.mapping().orElseThrow().maximumRecordAgeSeconds()))
                .allSatisfy(age ->
                        assertThat(age).isBetween(Duration.ofHours(retention - 4), Duration.ofHours(retention - 1)));
    }

    /** Firehose API reference, "CreateDeliveryStream" and "BufferingHints". */
    @Test
    void the_archive_has_the_events_in_lines_and_is_named_as_firehose_wants_it() {
        AwsParts.Archive archive =
                deployed(Style.ORCHESTRATION).with("name", "x".repeat(40)).part(AwsParts::archive);

        assertThat(archive.name()).matches("[a-zA-Z0-9_.-]{1,64}");
        assertThat(archive.processor()).isEqualTo("AppendDelimiterToRecord");
        assertThat(archive.bufferSeconds().value()).isBetween(0, 900);
        assertThat(archive.bufferMiB()).isBetween(1, 128);
        assertThat(archive.errorOutputPrefix()).doesNotStartWith(archive.prefix());
        assertThat(archive.rebuilds()).containsExactly("view-rebuild");
    }

    /** Lambda API reference, "CreateFunction"; Kinesis API reference, "RegisterStreamConsumer". */
    @ParameterizedTest
    @EnumSource(Style.class)
    void names_are_valid_whatever_the_prefix(Style style) {
        for (String prefix : List.of("o", "A_1-", "x".repeat(40))) {
            Manifest<AwsParts> manifest = deployed(style).with("name", prefix);

            for (FunctionRole role : FunctionRole.values()) {
                assertThat(manifest.each(parts -> parts.functions(role))).allSatisfy(function -> {
                    assertThat(function.name()).matches("[a-zA-Z0-9_-]{1,64}");
                    assertThat(function.mapping()
                                    .map(AwsParts.EventSourceMapping::streamConsumer)
                                    .orElse("none"))
                            .matches("[a-zA-Z0-9_.-]{1,128}");
                });
            }
        }
        for (String wrong : List.of("", "a.b", "a b", "x".repeat(41))) {
            assertThatThrownBy(() -> deployed(style).with("name", wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("name must match");
        }
    }

    private static boolean knowsTheEngine(AwsParts.Lambda function) {
        return function.environment().variables().containsKey("TRISKEL_APP_STATE_MACHINE");
    }

    private static Manifest<AwsParts> deployed(Style style) {
        return AwsManifest.of(new OrderApplication(), style.text())
                .with("region", "eu-west-1")
                .with("tables", "shop")
                .with("lookupBase", BASE)
                .with("givenUpBucket", "shop-given-up")
                .with("archiveBucket", "shop-archive");
    }

    private static Class<?> handler(String handler) throws ClassNotFoundException {
        assertThat(handler).endsWith("::handleRequest");
        return Class.forName(handler.substring(0, handler.indexOf(':')));
    }

    private static FunctionSettings settings(AwsParts.Lambda function, FunctionRole role) {
        Map<String, String> environment = new HashMap<>(function.environment().variables());
        environment.put("AWS_REGION", "eu-west-1");
        return FunctionSettings.from(new OrderApplication(), environment, role);
    }
}
