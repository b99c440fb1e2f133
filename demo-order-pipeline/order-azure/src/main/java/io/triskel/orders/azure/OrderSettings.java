package io.triskel.orders.azure;

import io.triskel.azure.AzureSettings;
import io.triskel.azure.tables.AzureTables;
import io.triskel.orders.function.EnvironmentReader;
import io.triskel.orders.pipeline.Style;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * The functions' part of the app's settings, read and checked once at start; all wrong values are reported at once.
 *
 * <table>
 * <caption>App settings, beside those of {@link AzureSettings}</caption>
 * <tr><th>Name</th><th>Meaning</th></tr>
 * <tr><td>{@code ORDERS_HUB}</td><td>name of the event hub; the triggers read it too</td></tr>
 * <tr><td>{@code ORDERS_TABLES}</td><td>the prefix of the tables' names</td></tr>
 * <tr><td>{@code ORDERS_STYLE}</td><td>{@code orchestration} or {@code choreography}; the former if it is not set</td></tr>
 * <tr><td>{@code ORDERS_LOOKUP_BASE}</td><td>address of the app, ends in {@code /}; if it is not set, the one in the host's
 * own {@code WEBSITE_HOSTNAME}</td></tr>
 * </table>
 *
 * @param azure how to reach the services, time-outs
 * @param hub the hub's name
 * @param tables the tables' names
 * @param style who leads an order through the services
 * @param lookupBase where links to orders lead
 */
public record OrderSettings(AzureSettings azure, String hub, AzureTables tables, Style style, URI lookupBase) {
    static final String HUB = "ORDERS_HUB";
    static final String TABLES = "ORDERS_TABLES";

    private static final String HOSTNAME = "WEBSITE_HOSTNAME";

    /**
     * Reads the settings.
     *
     * @param environment such as {@code System.getenv()}
     * @throws IllegalArgumentException naming every variable that is missing or wrong
     */
    public static OrderSettings from(Map<String, String> environment) {
        EnvironmentReader reader = new EnvironmentReader(environment);
        Optional<AzureSettings> azure = reader.part(AzureSettings::from);
        Optional<String> hub = reader.required(HUB, "the name of an event hub", OrderSettings::hub);
        Optional<AzureTables> tables =
                reader.required(TABLES, "1 to 52 letters and digits, a letter first", AzureTables::new);
        Optional<Style> style = reader.style();
        Optional<URI> base = ownAddress(environment).map(Optional::of).orElseGet(reader::lookupBase);
        reader.complain();
        return new OrderSettings(
                azure.orElseThrow(), hub.orElseThrow(), tables.orElseThrow(), style.orElseThrow(), base.orElseThrow());
    }

    private static String hub(String name) {
        return EnvironmentReader.matching(name, name.matches("[a-zA-Z0-9]([a-zA-Z0-9_.-]{0,254}[a-zA-Z0-9])?"));
    }

    /** Azure sets {@code WEBSITE_HOSTNAME} for every app and serves it over TLS; a host on this machine does not use TLS. */
    private static Optional<URI> ownAddress(Map<String, String> environment) {
        if (!environment.getOrDefault(EnvironmentReader.LOOKUP_BASE, "").isBlank()) {
            return Optional.empty();
        }
        return Optional.ofNullable(environment.get(HOSTNAME))
                .filter(host -> !host.isBlank())
                .map(host -> URI.create(
                        (host.matches("(localhost|127\\.0\\.0\\.1)(:\\d+)?") ? "http" : "https") + "://" + host + "/"));
    }
}
