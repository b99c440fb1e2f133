package io.triskel.local.gcp.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A role on a resource, as a policy gives it to a service account.
 *
 * @param role predefined, such as {@code roles/pubsub.publisher}
 * @param resource the full name, such as {@code projects/p/topics/orders}; it covers the resources below, too
 */
public record Binding(String role, String resource) {
    /**
     * Those permissions of each role that something here asks for (IAM documentation, "IAM roles and permissions index": Pub/Sub, Firestore,
     * Cloud Run, Cloud KMS).
     */
    private static final Map<String, Set<String>> ROLES = Map.of(
            "roles/pubsub.publisher",
            Set.of("pubsub.topics.publish"),
            "roles/pubsub.subscriber",
            Set.of("pubsub.subscriptions.consume"),
            "roles/datastore.viewer",
            Set.of("datastore.databases.get", "datastore.entities.get", "datastore.entities.list"),
            "roles/datastore.user",
            Set.of(
                    "datastore.databases.get",
                    "datastore.entities.create",
                    "datastore.entities.delete",
                    "datastore.entities.get",
                    "datastore.entities.list",
                    "datastore.entities.update"),
            "roles/run.invoker",
            Set.of("run.routes.invoke"),
            "roles/cloudkms.cryptoKeyDecrypter",
            Set.of("cloudkms.cryptoKeyVersions.useToDecrypt"),
            "roles/cloudkms.cryptoKeyEncrypterDecrypter",
            Set.of("cloudkms.cryptoKeyVersions.useToDecrypt", "cloudkms.cryptoKeyVersions.useToEncrypt"));

    public Binding {
        if (!ROLES.containsKey(role) || resource.isBlank()) {
            throw new IllegalArgumentException("A binding is one of the roles "
                    + ROLES.keySet().stream().sorted().toList()
                    + " on a resource, such as projects/p/topics/orders; this is '" + role + "' on '" + resource + "'");
        }
    }

    /**
     * {@return the bindings of a list}
     *
     * @param resources objects with a {@code resource} and its {@code roles}
     */
    public static List<Binding> listed(JsonNode resources) {
        List<Binding> all = new ArrayList<>();
        for (JsonNode each : resources) {
            String resource = each.required("resource").textValue();
            each.required("roles").forEach(role -> all.add(new Binding(role.textValue(), resource)));
        }
        return all;
    }

    boolean allows(Permission needed) {
        return Optional.ofNullable(ROLES.get(role)).orElse(Set.of()).contains(needed.name())
                && (needed.resource() + "/").startsWith(resource + "/");
    }

    /** {@return such as {@code roles/pubsub.publisher on projects/p/topics/orders}} */
    @Override
    public String toString() {
        return role + " on " + resource;
    }
}
