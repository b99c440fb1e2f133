package io.triskel.orders.gcp;

import io.triskel.gcp.hosting.GcpManifest;
import io.triskel.gcp.hosting.GcpParts;
import io.triskel.gcp.hosting.GcpParts.RunFunction;
import io.triskel.hosting.manifest.Environment;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.orders.OrderApplication;
import io.triskel.orders.pipeline.Languages;
import io.triskel.orders.pipeline.Languages.Other;
import io.triskel.orders.pipeline.ManifestByLanguage;
import io.triskel.orders.pipeline.Style;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The manifest with customer notification in Node.js: it takes the place of Java's, with the same subscription, settings and roles, from a
 * package of its own.
 */
public final class OrderManifestByLanguage {
    private OrderManifestByLanguage() {}

    /**
     * Prints the manifest; ends with 2 for wrong arguments.
     *
     * @param arguments the languages, such as {@code notification=node}, then those of {@link GcpManifest#main}
     */
    public static void main(String[] arguments) {
        System.exit(ManifestByLanguage.run(List.of(arguments), OrderManifestByLanguage::of));
    }

    /**
     * {@return the manifest of a pipeline in this style, with these consumers in other languages}
     *
     * @throws IllegalArgumentException for Python
     */
    public static Manifest<GcpParts> of(Style style, Languages languages) {
        if (languages.others().contains(Other.FRAUD_PYTHON)) {
            throw new IllegalArgumentException("fraud=python does not run on Google Cloud: its stores need a client of"
                    + " Firestore, and Debian has none for Python (decision 0160)");
        }
        Manifest<GcpParts> java = GcpManifest.of(new OrderApplication(style), style.text());
        GcpParts parts = java.parts();
        return new Manifest<>(
                java.cloud(),
                style.text(),
                GcpParts.parameters(new OrderApplication().name()),
                new GcpParts(
                        parts.file(),
                        parts.project(),
                        parts.region(),
                        parts.topic(),
                        parts.archive(),
                        parts.rebuilds(),
                        parts.functions().stream()
                                .map(function -> function.consumer()
                                                .filter(languages::has)
                                                .isPresent()
                                        ? inNode(function)
                                        : function)
                                .toList(),
                        parts.firestore(),
                        parts.identities()));
    }

    private static RunFunction inNode(RunFunction java) {
        Map<String, String> variables = new TreeMap<>(java.environment().variables());
        variables.remove("JAVA_TOOL_OPTIONS");
        return new RunFunction(
                java.name(),
                java.role(),
                "handler",
                "nodejs22",
                Optional.of(Other.NOTIFICATION_NODE.module() + "-gcp.zip"),
                java.memoryMiB(),
                java.cpu(),
                java.timeoutSeconds(),
                java.concurrency(),
                java.minInstances(),
                java.access(),
                new Environment(variables),
                java.callers(),
                java.consumer(),
                java.trigger(),
                java.permissions(),
                List.copyOf(java.keyPermissions()));
    }
}
