package io.triskel.gcp.hosting;

import io.triskel.hosting.PortUse;
import io.triskel.hosting.manifest.ResourcePermissions;
import java.util.Set;

/** The roles of an identity, each on the full name of one resource, from what the identity does. */
final class FunctionRoles {
    private static final String PERSONAL_KEY = "personalKey";
    private static final String INVOKER = "roles/run.invoker";

    private final String location;
    private final String project;
    private final ResourcePermissions roles = new ResourcePermissions();
    private final ResourcePermissions keys = new ResourcePermissions();

    /** Begins an identity's roles, with none. */
    FunctionRoles(String project, String region) {
        this.project = "projects/" + project;
        this.location = this.project + "/locations/" + region;
    }

    /**
     * Lets a function do this with ports.
     *
     * @param http the name of the function that answers lookups
     */
    FunctionRoles uses(Set<PortUse> uses, String database, String topic, String http) {
        if (uses.contains(PortUse.WRITE_KEYS)) {
            keys.allow(PERSONAL_KEY, "roles/cloudkms.cryptoKeyEncrypterDecrypter");
        } else if (uses.contains(PortUse.READ_KEYS)) {
            keys.allow(PERSONAL_KEY, "roles/cloudkms.cryptoKeyDecrypter");
        }
        for (PortUse use : uses) {
            switch (use) {
                case PUBLISH -> roles.allow(project + "/topics/" + topic, "roles/pubsub.publisher");
                case LOOK_UP -> invokes(http);
                // No role is given on less than a database, by a condition (Firestore documentation, "Configure
                // database access conditions").
                case READ_KEYS,
                        WRITE_KEYS,
                        STREAMS,
                        DIRTY_STREAMS,
                        SNAPSHOTS,
                        INBOX,
                        PARK,
                        PARK_BEHIND,
                        REPLAY,
                        DUE_LANES,
                        READ_REPLICAS,
                        WRITE_REPLICAS,
                        READ_ROWS,
                        LIST_ROWS,
                        WRITE_ROWS,
                        SAGAS,
                        WAITING_SAGAS -> roles.allow(project + "/databases/" + database, "roles/datastore.user");
            }
        }
        return this;
    }

    /** Lets it call this function. */
    FunctionRoles invokes(String function) {
        roles.allow(location + "/services/" + function, INVOKER);
        return this;
    }

    /** {@return the roles, each with its resource} */
    ResourcePermissions roles() {
        return roles;
    }

    /** {@return the roles on the key of Cloud KMS that wraps those of persons, whose name the deployment knows} */
    ResourcePermissions keys() {
        return keys;
    }
}
