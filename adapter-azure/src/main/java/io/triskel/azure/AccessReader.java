package io.triskel.azure;

import io.triskel.azure.AzureSettings.Service;
import io.triskel.spi.SettingsReader;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads how to reach each service; messages never quote a value that may be a secret. */
final class AccessReader {
    private static final String HUBS_CONNECTION = "TRISKEL_AZURE_EVENTHUBS_CONNECTION";
    private static final String HUBS_NAMESPACE = "TRISKEL_AZURE_EVENTHUBS_NAMESPACE";
    private static final String STORAGE_CONNECTION = "TRISKEL_AZURE_STORAGE_CONNECTION";

    private final SettingsReader reader;
    private final Set<Service> needed;

    AccessReader(SettingsReader reader, Set<Service> needed) {
        this.reader = reader;
        this.needed = needed;
    }

    Optional<ServiceAccess> eventHubs() {
        Optional<String> connection = reader.text(HUBS_CONNECTION);
        Optional<String> namespace = reader.text(
                HUBS_NAMESPACE,
                name -> name.matches("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+"),
                "must be a host name such as orders.servicebus.windows.net, not '%s'");
        connection.ifPresent(this::checkHubsConnection);
        return access(Service.EVENT_HUBS, HUBS_CONNECTION, connection, HUBS_NAMESPACE, namespace);
    }

    Optional<ServiceAccess> storage(Service service) {
        Optional<String> connection = reader.text(STORAGE_CONNECTION);
        String name = "TRISKEL_AZURE_" + service.name().toUpperCase(Locale.ROOT) + "_ENDPOINT";
        Optional<String> endpoint = reader.text(name, AccessReader::isHttps, "must be an https address, not '%s'");
        connection.ifPresent(this::checkStorageConnection);
        return access(service, STORAGE_CONNECTION, connection, name, endpoint);
    }

    private Optional<ServiceAccess> access(
            Service service,
            String connectionName,
            Optional<String> connection,
            String addressName,
            Optional<String> address) {
        if (connection.isPresent() && address.isPresent()) {
            reader.problem(connectionName + " and " + addressName + " are both set: set only one");
        }
        if (connection.isEmpty() && address.isEmpty() && needed.contains(service)) {
            reader.problem(connectionName + " or " + addressName + " is not set");
        }
        return connection
                .<ServiceAccess>map(ServiceAccess.Connection::new)
                .or(() -> address.map(ServiceAccess.Identity::new));
    }

    private void checkHubsConnection(String connection) {
        Set<String> keys = keys(connection);
        boolean key = keys.contains("sharedaccesskeyname") && keys.contains("sharedaccesskey");
        if (!keys.contains("endpoint") || !(key || keys.contains("sharedaccesssignature"))) {
            reader.problem(HUBS_CONNECTION
                    + " must be a connection string: Endpoint=...;SharedAccessKeyName=...;SharedAccessKey=...,"
                    + " or with SharedAccessSignature instead of the key");
        }
    }

    private void checkStorageConnection(String connection) {
        Set<String> keys = keys(connection);
        boolean key = keys.contains("accountname") && keys.contains("accountkey");
        if (!key && !keys.contains("sharedaccesssignature")) {
            reader.problem(STORAGE_CONNECTION + " must be a connection string: AccountName=...;AccountKey=...;..., or"
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
}
