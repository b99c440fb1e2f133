package io.triskel.orders.azure;

import io.triskel.azure.tables.AzureTables;
import io.triskel.orders.function.EnvironmentReader;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Style;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a deployment needs to know of the package {@code order-azure.zip}: what the function app is told, and which consumer
 * groups and tables there must be. Hub, groups and tables are the deployment's to create.
 *
 * @param tables the tables' names
 * @param hub the hub's name
 * @param style who leads an order through the services
 */
public record OrderApp(AzureTables tables, String hub, Style style) {
    /** {@return the consumer groups of the hub, one for each function that handles events, of the same name} */
    public List<String> consumerGroups() {
        return OrderPipeline.consumerNames(style);
    }

    /**
     * {@return the app's settings, beside those that say how to reach the services} The package has the consumers of both
     * styles; those that are not of this one are disabled.
     */
    public Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put(OrderSettings.HUB, hub);
        settings.put(OrderSettings.TABLES, tables.prefix());
        settings.put(EnvironmentReader.STYLE, style.text());
        unused().forEach(function -> settings.put("AzureWebJobs." + function + ".Disabled", "true"));
        return settings;
    }

    private TreeSet<String> unused() {
        TreeSet<String> unused = new TreeSet<>();
        Stream.of(Style.values()).map(OrderPipeline::consumerNames).forEach(unused::addAll);
        consumerGroups().forEach(unused::remove);
        return unused;
    }
}
