package io.triskel.orders.aws;

import io.triskel.aws.hosting.AwsParts;
import io.triskel.aws.hosting.ForeignConsumer;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.orders.OrderApplication;
import io.triskel.orders.pipeline.Languages;
import io.triskel.orders.pipeline.Languages.Other;
import io.triskel.orders.pipeline.ManifestByLanguage;
import io.triskel.orders.pipeline.PortUses;
import io.triskel.orders.pipeline.Style;
import java.util.List;

/** The manifest with consumers in other languages. */
public final class OrderManifestByLanguage {
    private OrderManifestByLanguage() {}

    /**
     * Prints the manifest; ends with 2 for wrong arguments.
     *
     * @param arguments the languages, such as {@code notification=node}, then those of {@link io.triskel.aws.hosting.AwsManifest#main}
     */
    public static void main(String[] arguments) {
        System.exit(ManifestByLanguage.run(List.of(arguments), OrderManifestByLanguage::of));
    }

    /** {@return the manifest of a pipeline in this style, with these consumers in other languages} */
    public static Manifest<AwsParts> of(Style style, Languages languages) {
        return ForeignConsumer.added(
                new OrderApplication(style),
                style.text(),
                languages.others().stream()
                        .sorted()
                        .map(OrderManifestByLanguage::consumer)
                        .toList());
    }

    private static ForeignConsumer consumer(Other other) {
        boolean node = other == Other.NOTIFICATION_NODE;
        return new ForeignConsumer(
                other.consumer(),
                node ? "index.handler" : "fraud.aws.handler",
                node ? "nodejs22.x" : "python3.13",
                other.module() + "-aws.zip",
                PortUses.of(other));
    }
}
