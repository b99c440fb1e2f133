package io.triskel.local.aws.iam;

import io.triskel.local.access.CallRights;
import io.triskel.local.access.Grants;
import io.triskel.local.aws.wire.AccessKey;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The callers of a local AWS, each with an access key: the owner, who may call everything, and roles, limited to their
 * permissions if these are enforced. Counts used and denied permissions. Thread-safe.
 */
public final class Identities implements CallRights {
    private static final Pattern CREDENTIAL = Pattern.compile("Credential=([^/, ]+)/");

    private final AccessKey owner;
    private final ConcurrentMap<String, Role> roles = new ConcurrentHashMap<>();
    private final Grants<Permission, Permission> grants;

    private record Role(String name, AccessKey key) {}

    private Identities(AccessKey owner, Grants<Permission, Permission> grants) {
        this.owner = owner;
        this.grants = grants;
    }

    /** {@return the owner with a new key, and no role; permissions are not enforced} */
    public static Identities unlimited() {
        return new Identities(AccessKey.generate(), new Grants<>(false));
    }

    /** {@return the owner with a new key, and no role; permissions are enforced} */
    public static Identities enforced() {
        return new Identities(AccessKey.generate(), new Grants<>(true));
    }

    /** {@return the key of the owner} */
    public AccessKey owner() {
        return owner;
    }

    /** Adds a role with its own key. */
    public AccessKey role(String name, Collection<Permission> allowed) {
        AccessKey key = AccessKey.generate();
        roles.put(key.id(), new Role(name, key));
        grants.give(name, allowed);
        return key;
    }

    /** {@return the key of this id, if it is the owner's or a role's} */
    public Optional<AccessKey> key(String id) {
        return owner.id().equals(id)
                ? Optional.of(owner)
                : Optional.ofNullable(roles.get(id)).map(Role::key);
    }

    /**
     * {@return the id of the key that signed a request, from its header {@code Authorization}; empty text if there is
     * none}
     */
    public static String keyId(String authorization) {
        Matcher signed = CREDENTIAL.matcher(authorization);
        return signed.find() ? signed.group(1) : "";
    }

    /** {@return whether the caller's permissions are enforced} */
    public boolean isLimited(String keyId) {
        return grants.areEnforced() && roles.containsKey(keyId);
    }

    /**
     * {@return the service's message if the caller may not do this} A key that belongs to no role is never denied here:
     * the services decide whether the key exists. The words are those of the IAM user guide, "Troubleshoot access
     * denied error messages", as in github.com/AntonShuvaev/intellij-dynamodb issue 29.
     *
     * @param keyId of the caller
     */
    public Optional<String> refusal(String keyId, Permission needed) {
        Role role = roles.get(keyId);
        if (role == null || grants.allow(role.name(), needed)) {
            return Optional.empty();
        }
        return Optional.of("User: arn:aws:sts::000000000000:assumed-role/" + role.name() + "/" + role.name()
                + " is not authorized to perform: " + needed.action() + " on resource: " + needed.arn()
                + " because no identity-based policy allows the " + needed.action() + " action");
    }

    @Override
    public Set<String> refused() {
        return grants.refused();
    }

    @Override
    public Map<String, Set<String>> unused() {
        return grants.unused();
    }
}
