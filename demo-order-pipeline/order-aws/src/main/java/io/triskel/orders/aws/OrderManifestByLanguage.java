package io.triskel.orders.aws;

import io.triskel.hosting.function.EnvironmentReader;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.hosting.manifest.ManifestCommand;
import io.triskel.hosting.manifest.Parameters;
import io.triskel.orders.aws.AwsParts.EventSourceMapping;
import io.triskel.orders.aws.AwsParts.KeyPermission;
import io.triskel.orders.aws.AwsParts.Lambda;
import io.triskel.orders.aws.AwsParts.Permission;
import io.triskel.orders.pipeline.Languages;
import io.triskel.orders.pipeline.Languages.Other;
import io.triskel.orders.pipeline.PortUses;
import io.triskel.orders.pipeline.Style;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The manifest with consumers in other languages: each has a function of its own, from a package of its own, with the mapping, settings and
 * permissions that Java's consumers have.
 */
public final class OrderManifestByLanguage {
    /** A consumer with all that one in another language needs; its function is the pattern of theirs. */
    private static final String PATTERN = "customer-notification";

    private OrderManifestByLanguage() {}

    /**
     * Prints the manifest; ends with 2 for wrong arguments.
     *
     * @param arguments the languages, such as {@code notification=node}, then those of {@link OrderManifest#main}
     */
    public static void main(String[] arguments) {
        List<String> all = List.of(arguments);
        String languages = all.isEmpty() ? "" : all.get(0);
        System.exit(ManifestCommand.run(
                all.subList(Math.min(1, all.size()), all.size()),
                Style.names(),
                style -> of(Style.named(style).orElseThrow(), Languages.of(languages)),
                System.out,
                System.err));
    }

    /** {@return the manifest of a pipeline in this style, with these consumers in other languages} */
    public static Manifest<AwsParts> of(Style style, Languages languages) {
        Manifest<AwsParts> java = OrderManifest.of(style);
        if (languages.equals(Languages.JAVA)) {
            return java;
        }
        AwsParts parts = java.parts();
        return new Manifest<>(
                java.cloud(),
                style.text(),
                AwsPartsParameters.parameters(),
                new AwsParts(
                        parts.file(),
                        parts.region(),
                        parts.stream(),
                        parts.archive(),
                        functions(parts.functions(), languages),
                        parts.tables(),
                        parts.engine()));
    }

    private static List<Lambda> functions(List<Lambda> java, Languages languages) {
        Lambda pattern = java.stream()
                .filter(function -> function.consumer().equals(Optional.of(PATTERN)))
                .findFirst()
                .orElseThrow();
        List<Lambda> all = new ArrayList<>(java);
        all.removeIf(function -> function.consumer().filter(languages::has).isPresent());
        languages.others().stream()
                .sorted(Comparator.naturalOrder())
                .forEach(other -> all.add(function(other, pattern)));
        return all;
    }

    private static Lambda function(Other other, Lambda pattern) {
        String name = Parameters.named(other.consumer());
        FunctionPermissions permissions =
                OrderManifest.permissions().uses(PortUses.of(other)).logs(name).reads(name);
        return new Lambda(
                name,
                pattern.role(),
                other == Other.NOTIFICATION_NODE ? "index.handler" : "fraud.aws.handler",
                other == Other.NOTIFICATION_NODE ? "nodejs22.x" : "python3.13",
                Optional.of(other.module() + "-aws.zip"),
                pattern.memoryMiB(),
                pattern.timeoutSeconds(),
                false,
                pattern.environment().with(EnvironmentReader.CONSUMER, other.consumer()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(other.consumer()),
                pattern.mapping().map(mapping -> reading(mapping, name)),
                permissions.permissions().each(Permission::new),
                permissions.keys().each(KeyPermission::new));
    }

    private static EventSourceMapping reading(EventSourceMapping pattern, String name) {
        return new EventSourceMapping(
                pattern.stream(),
                name,
                pattern.startingPosition(),
                pattern.batchSize(),
                pattern.batchWindowMillis(),
                pattern.parallelizationFactor(),
                pattern.maximumRetryAttempts(),
                pattern.maximumRecordAgeSeconds(),
                pattern.bisectBatchOnFunctionError(),
                pattern.functionResponseTypes(),
                pattern.onFailure());
    }
}
