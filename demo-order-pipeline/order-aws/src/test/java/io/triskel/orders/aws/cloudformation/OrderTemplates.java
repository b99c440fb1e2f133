package io.triskel.orders.aws.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.aws.hosting.AwsManifest;
import io.triskel.aws.hosting.AwsParts;
import io.triskel.aws.hosting.cloudformation.DataTemplate;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.orders.OrderApplication;
import io.triskel.orders.aws.OrderManifestByLanguage;
import io.triskel.orders.aws.OrderTemplate;
import io.triskel.orders.pipeline.Languages;
import io.triskel.orders.pipeline.Style;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The templates that are committed in {@code infra/aws/template}. */
final class OrderTemplates {
    /** The file of the template for load tests. */
    static final String LOAD = "load.yaml";

    /** The logical id of the state machine. */
    static final String MACHINE = "FulfilmentMachine";

    /** What {@code deploy.sh --style} calls the pipeline whose orders an engine leads. */
    private static final String ENGINE = "engine";

    private static final Path PLAN = Path.of("../../infra/plan.json");

    private OrderTemplates() {}

    static String of(Style style) {
        return template(AwsManifest.of(new OrderApplication(), style.text()), style.text());
    }

    static String onEngine() {
        return template(AwsManifest.onEngine(new OrderApplication()), ENGINE);
    }

    private static String template(Manifest<AwsParts> manifest, String style) {
        return OrderTemplate.of(
                manifest,
                style,
                Languages.JAVA,
                "TemplateTest of order-aws from the manifest of order-aws.zip: change it there; the test compares them."
                        + " ../deploy.sh deploys it.",
                plan());
    }

    /** {@return the template that a deployment with these consumers in other languages prints} */
    static String of(Style style, Languages languages) {
        return OrderTemplate.of(
                OrderManifestByLanguage.of(style, languages), style.text(), languages, "a test", plan());
    }

    private static JsonNode plan() {
        try {
            return new ObjectMapper().readTree(PLAN.toFile());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** {@return the templates of the pipeline by the names of their files} */
    static Map<String, String> pipelines() {
        Map<String, String> templates = new LinkedHashMap<>();
        for (Style style : Style.values()) {
            templates.put(fileName(style), of(style));
        }
        templates.put(ENGINE + ".yaml", onEngine());
        return templates;
    }

    static String fileName(Style style) {
        return style.text() + ".yaml";
    }

    /** {@return the template of a stream and tables that load tests alone use, and that may be lost} */
    static String forLoad() {
        StringBuilder tables = new StringBuilder();
        for (AwsParts.Table table : AwsManifest.of(new OrderApplication(), Style.ORCHESTRATION.text())
                .with("tables", "${Name}-load")
                .each(AwsParts::tables)) {
            tables.append(DataTemplate.table(table, ""));
        }
        return """
            # Resources that only ./triskel load uses. Written by TemplateTest of order-aws from the manifest of order-aws.zip.
            AWSTemplateFormatVersion: '2010-09-09'
            Description: Triskel load tests
            Parameters:
              Name:
                Type: String
                Description: Prefix of all names
                AllowedPattern: '[a-z][a-z0-9-]{0,19}'
              Shards: {Type: Number, Default: 1, MinValue: 1, MaxValue: 500, Description: Each takes 1000 events or 1 MiB a second}
            Resources:
              Stream:
                Type: AWS::Kinesis::Stream
                Properties:
                  Name: !Sub '${Name}-load'
                  ShardCount: !Ref Shards
                  RetentionPeriodHours: 24
                  StreamEncryption: {EncryptionType: KMS, KeyId: alias/aws/kinesis}
            """ + tables;
    }
}
