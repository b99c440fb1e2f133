package io.triskel.azure;

import io.triskel.azure.AzureSettings.Service;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads variables and collects their errors; a message never quotes a value that may be a secret. */
final class SettingsReader {
    private static final String HUBS_CONNECTION = "TRISKEL_AZURE_EVENTHUBS_CONNECTION";
    private static final String HUBS_NAMESPACE = "TRISKEL_AZURE_EVENTHUBS_NAMESPACE";
    private static final String STORAGE_CONNECTION = "TRISKEL_AZURE_STORAGE_CONNECTION";

    private final Map<String, String> environment;
    private final Set<Service> needed;
    private final Set<String> problems = new LinkedHashSet<>();

    SettingsReader(Map<String, String> environment, Set<Service> needed) {
        this.environment = environment;
        this.needed = needed;
    }

    Optional<Access> eventHubs() {
        Optional<String> connection = text(HUBS_CONNECTION);
        Optional<String> namespace = text(HUBS_NAMESPACE);
        connection.ifPresent(this::checkHubsConnection);
        namespace
                .filter(name -> !name.matches("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+"))
                .ifPresent(name -> problems.add(HUBS_NAMESPACE + " is no host name: '" + name
                        + "', expected one such as orders.servicebus.windows.net"));
        return access(Service.EVENT_HUBS, HUBS_CONNECTION, connection, HUBS_NAMESPACE, namespace);
    }

    Optional<Access> storage(Service service) {
        Optional<String> connection = text(STORAGE_CONNECTION);
        String name = "TRISKEL_AZURE_" + service.name().toUpperCase(Locale.ROOT) + "_ENDPOINT";
        Optional<String> endpoint = text(name);
        connection.ifPresent(this::checkStorageConnection);
        endpoint.filter(address -> !isHttps(address))
                .ifPresent(address -> problems.add(name + " is no https address: '" + address + "'"));
        return access(service, STORAGE_CONNECTION, connection, name, endpoint);
    }

    private Optional<Access> access(
            Service service,
            String connectionName,
            Optional<String> connection,
            String addressName,
            Optional<String> address) {
        if (connection.isPresent() && address.isPresent()) {
            problems.add(connectionName + " and " + addressName + " are both set: one of them says who we are");
        }
        if (connection.isEmpty() && address.isEmpty() && needed.contains(service)) {
            problems.add(connectionName + " or " + addressName + " is not set");
        }
        return connection.<Access>map(Access.Connection::new).or(() -> address.map(Access.Identity::new));
    }

    private void checkHubsConnection(String connection) {
        Set<String> keys = keys(connection);
        boolean key = keys.contains("sharedaccesskeyname") && keys.contains("sharedaccesskey");
        if (!keys.contains("endpoint") || !(key || keys.contains("sharedaccesssignature"))) {
            problems.add(HUBS_CONNECTION + " is no connection string: expected Endpoint=...;SharedAccessKeyName=...;"
                    + "SharedAccessKey=..., or SharedAccessSignature in place of the key");
        }
    }

    private void checkStorageConnection(String connection) {
        Set<String> keys = keys(connection);
        boolean key = keys.contains("accountname") && keys.contains("accountkey");
        if (!key && !keys.contains("sharedaccesssignature")) {
            problems.add(
                    STORAGE_CONNECTION + " is no connection string: expected AccountName=...;AccountKey=...;..., or"
                            + " SharedAccessSignature with endpoints");
        }
    }

    private static Set<String> keys(String connection) {
        Set<String> keys = new LinkedHashSet<>();
        for (String part : connection.split(";", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0 && equals < part.length() - 1) {
                keys.add(part.substring(0, equals).trim().toLowerCase(Locale.ROOT));
            }
        }
        return keys;
    }

    private static boolean isHttps(String text) {
        try {
            URI uri = URI.create(text);
            return "https".equals(uri.getScheme()) && uri.getHost() != null;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    Duration millis(String name, int otherwise, int most) {
        String given = text(name).orElse(String.valueOf(otherwise));
        int value = given.matches("[0-9]{1,9}") ? Integer.parseInt(given) : 0;
        if (value < 1 || value > most) {
            problems.add(name + " is a number of milliseconds from 1 to " + most + ", not '" + given + "'");
        }
        return Duration.ofMillis(value);
    }

    /** The form of a key's identifier, with or without a version (Key Vault documentation, "Azure Key Vault keys, secrets and certificates"). */
    Optional<String> keyVaultKey(String name) {
        Optional<String> key = text(name);
        key.filter(address -> !address.matches(
                        "https://[A-Za-z0-9.-]+(:[0-9]{1,5})?/keys/[A-Za-z0-9-]{1,127}(/[0-9a-f]{32})?"))
                .ifPresent(address -> problems.add(name + " is no address of a key: '" + address
                        + "', expected one such as https://orders.vault.azure.net/keys/personal-data"));
        return key;
    }

    void complain() {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("The environment is not complete:\n- " + String.join("\n- ", problems));
        }
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}
