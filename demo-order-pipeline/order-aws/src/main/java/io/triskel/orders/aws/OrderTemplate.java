package io.triskel.orders.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.aws.hosting.AwsParts;
import io.triskel.aws.hosting.cloudformation.Template;
import io.triskel.aws.hosting.cloudformation.TemplateHead;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.orders.pipeline.Languages;
import io.triskel.orders.pipeline.Languages.Other;
import io.triskel.orders.pipeline.Style;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The CloudFormation template of the pipeline; those in Java alone are committed in {@code infra/aws/template}. */
public final class OrderTemplate {
    /** The consumers that an order waits for, and one more than may share the reads of the stream. */
    private static final Set<String> REGISTERED =
            Set.of("inventory", "payment", "ordering", "fulfilment", "payment-watch", Other.FRAUD_PYTHON.consumer());

    private OrderTemplate() {}

    /**
     * {@return the template of a manifest}
     *
     * @param manifest as the package prints it
     * @param style what {@code deploy.sh --style} calls it
     * @param languages of the manifest
     * @param writer says in the template who writes it
     * @param plan as {@code infra/plan.json} has it
     */
    public static String of(
            Manifest<AwsParts> manifest, String style, Languages languages, String writer, JsonNode plan) {
        Map<String, String> says = new TreeMap<>(Map.of(Template.STYLE, style));
        if (!languages.others().isEmpty()) {
            says.put("Language", text(languages));
        }
        return Template.of(
                manifest,
                says,
                REGISTERED,
                new TemplateHead(
                        "# The order pipeline in " + style
                                + ", without the buckets, which outlive it (../storage.yaml). Written by\n# " + writer,
                        "Triskel order pipeline, " + style,
                        plan));
    }

    private static String text(Languages languages) {
        return languages.others().stream().sorted().map(Other::text).collect(Collectors.joining(","));
    }

    /**
     * Prints the template with consumers in other languages, for {@code infra/aws/deploy.sh --language}.
     *
     * @param arguments the file of a plan such as {@code infra/plan.json}, a style, and languages such as {@code notification=node}
     */
    public static void main(String[] arguments) throws IOException {
        Languages languages = Languages.of(arguments[2]);
        Style style = Style.named(arguments[1]).orElseThrow();
        System.out.write(of(
                        OrderManifestByLanguage.of(style, languages),
                        style.text(),
                        languages,
                        OrderTemplate.class.getName() + " of order-aws.zip.",
                        new ObjectMapper().readTree(Path.of(arguments[0]).toFile()))
                .getBytes(StandardCharsets.UTF_8));
        System.out.flush();
        if (System.out.checkError()) {
            throw new IOException("Cannot write to standard output");
        }
    }
}
