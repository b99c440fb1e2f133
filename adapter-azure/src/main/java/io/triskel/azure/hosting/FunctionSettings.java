package io.triskel.azure.hosting;

import io.triskel.azure.AzureClients;
import io.triskel.azure.AzureSettings;
import io.triskel.azure.functions.FunctionKey;
import io.triskel.azure.tables.AzureTables;
import io.triskel.hosting.Application;
import io.triskel.hosting.function.EnvironmentReader;
import io.triskel.notify.Credential;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * The functions' part of the app's settings, read and checked once at start; all wrong values are reported at once.
 *
 * <table>
 * <caption>App settings, beside those of {@link AzureSettings}</caption>
 * <tr><th>Name</th><th>Meaning</th></tr>
 * <tr><td>{@code TRISKEL_APP_HUB}</td><td>name of the event hub; the triggers read it too</td></tr>
 * <tr><td>{@code TRISKEL_APP_TABLES}</td><td>the prefix of the tables' names</td></tr>
 * <tr><td>{@code TRISKEL_APP_STYLE}</td><td>one of the application's styles; the first if it is not set</td></tr>
 * <tr><td>{@code TRISKEL_APP_BUS_RETENTION_HOURS}, {@code TRISKEL_APP_REPLAY_HORIZON_HOURS}</td><td>how long the inbox remembers, together; 168
 * each if they are not set</td></tr>
 * <tr><td>{@code TRISKEL_APP_LOOKUP_BASE}</td><td>address of the app, ends in {@code /}; if it is not set, the one in the host's
 * own {@code WEBSITE_HOSTNAME}</td></tr>
 * <tr><td>{@code TRISKEL_APP_LOOKUP_KEY}</td><td>the function key that the app at that address asks for; a secret</td></tr>
 * <tr><td>{@code TRISKEL_APP_LOOKUP_SCOPE}</td><td>in its place: the scope of Entra tokens, such as {@code api://shop/.default}, where
 * something in front of the app lets in who has one</td></tr>
 * <tr><td>{@code TRISKEL_APP_TOLD_TIME}</td><td>{@code true} where a driver may tell the clock the time, over HTTP; never in a deployment,
 * where a later time fires timers early</td></tr>
 * <tr><td>{@code TRISKEL_APP_ORCHESTRATOR}</td><td>the name of the orchestrator's function, in the package in which Durable Functions leads
 * the application's process</td></tr>
 * </table>
 *
 * @param azure how to reach the services, time-outs
 * @param hub the hub's name
 * @param tables the tables' names
 * @param application in its style
 * @param lookupBase where links lead
 * @param lookupKey the function key that is shown there
 * @param lookupScope the scope of the tokens that are shown there if there is no key
 * @param inboxRetention how long the inbox remembers
 * @param toldTime whether callers may tell the clock the time
 * @param orchestrator the orchestrator's function, if Durable Functions leads the application's process
 */
public record FunctionSettings(
        AzureSettings azure,
        String hub,
        AzureTables tables,
        Application application,
        URI lookupBase,
        Optional<String> lookupKey,
        Optional<String> lookupScope,
        Duration inboxRetention,
        boolean toldTime,
        Optional<String> orchestrator) {
    /** Names the function key that lookups show. */
    public static final String LOOKUP_KEY = "TRISKEL_APP_LOOKUP_KEY";

    /** Lets callers tell the clock the time. */
    public static final String TOLD_TIME = "TRISKEL_APP_TOLD_TIME";

    static final String ORCHESTRATOR = "TRISKEL_APP_ORCHESTRATOR";
    static final String LOOKUP_SCOPE = "TRISKEL_APP_LOOKUP_SCOPE";
    static final String HUB = "TRISKEL_APP_HUB";
    static final String TABLES = "TRISKEL_APP_TABLES";

    static final int WEEK_HOURS = 168;
    private static final String HOSTNAME = "WEBSITE_HOSTNAME";

    /**
     * Reads the settings.
     *
     * @param application in any style
     * @param environment such as {@code System.getenv()}
     * @throws IllegalArgumentException naming every variable that is missing or wrong
     */
    public static FunctionSettings from(Application application, Map<String, String> environment) {
        EnvironmentReader reader = new EnvironmentReader(environment);
        Optional<AzureSettings> azure = reader.part(AzureSettings::from);
        Optional<String> hub = reader.required(HUB, "the name of an event hub", FunctionSettings::hub);
        Optional<AzureTables> tables =
                reader.required(TABLES, "1 to 52 letters and digits, a letter first", AzureTables::new);
        Optional<Application> styled = reader.styled(application);
        Optional<URI> base = ownAddress(environment).map(Optional::of).orElseGet(reader::lookupBase);
        Optional<String> scope = reader.text(LOOKUP_SCOPE);
        Optional<String> key = scope.isPresent()
                ? reader.text(LOOKUP_KEY)
                : reader.required(
                        LOOKUP_KEY,
                        "a function key of the app, or the scope of tokens in " + LOOKUP_SCOPE,
                        text -> text);
        Optional<Duration> inboxRetention = reader.inboxRetention(WEEK_HOURS);
        reader.complain();
        return new FunctionSettings(
                azure.orElseThrow(),
                hub.orElseThrow(),
                tables.orElseThrow(),
                styled.orElseThrow(),
                base.orElseThrow(),
                key,
                scope,
                inboxRetention.orElseThrow(),
                environment.getOrDefault(TOLD_TIME, "").equals("true"),
                reader.text(ORCHESTRATOR));
    }

    /** {@return an application's name in the letters and digits that hubs, tables and archives may have} */
    static String plainName(Application application) {
        return application.name().replace("-", "");
    }

    /** {@return what lookups show: the key, or tokens of these clients' identity if there is none} */
    Credential lookupCredential(AzureClients clients, InstantSource clock) {
        return lookupKey
                .<Credential>map(FunctionKey::of)
                .orElseGet(() -> clients.tokenCredential(lookupScope.orElseThrow(), clock));
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
