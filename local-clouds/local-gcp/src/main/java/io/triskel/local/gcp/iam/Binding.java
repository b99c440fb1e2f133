package io.triskel.local.gcp.iam;

import io.triskel.local.access.Grant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A role on a resource that a policy grants to a service account.
 *
 * @param role predefined, such as {@code roles/pubsub.publisher}
 * @param resource the full name, such as {@code projects/p/topics/orders}; it also covers the resources below
 */
public record Binding(String role, String resource) implements Grant<Permission> {
    /**
     * The permissions of each role that the emulators check (IAM documentation, "IAM roles and permissions index":
     * Pub/Sub, Firestore, Cloud Run, Cloud KMS).
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

    /** {@return a binding for each of these roles on a resource} */
    public static List<Binding> each(List<String> roles, String resource) {
        return roles.stream().map(role -> new Binding(role, resource)).toList();
    }

    @Override
    public boolean allows(Permission needed) {
        return Optional.ofNullable(ROLES.get(role)).orElse(Set.of()).contains(needed.name())
                && (needed.resource() + "/").startsWith(resource + "/");
    }

    /** {@return a text such as {@code roles/pubsub.publisher on projects/p/topics/orders}} */
    @Override
    public String toString() {
        return role + " on " + resource;
    }
}
