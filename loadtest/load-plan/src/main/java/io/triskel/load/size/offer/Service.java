package io.triskel.load.size.offer;

/** A provider's service; an offer is one way of buying it. */
public enum Service {
    KINESIS("aws", Role.BUS),
    EVENT_BRIDGE("aws", Role.BUS),
    FIREHOSE("aws", Role.ARCHIVE),
    LAMBDA("aws", Role.FUNCTION),
    LAMBDA_MANAGED_INSTANCES("aws", Role.FUNCTION),
    DYNAMODB("aws", Role.STORE),
    EVENT_HUBS("azure", Role.BUS),
    CAPTURE("azure", Role.ARCHIVE),
    FUNCTIONS_FLEX("azure", Role.FUNCTION),
    FUNCTIONS_PLAN("azure", Role.FUNCTION),
    TABLE_STORAGE("azure", Role.STORE),
    PUB_SUB("gcp", Role.BUS),
    STORAGE_SUBSCRIPTION("gcp", Role.ARCHIVE),
    CLOUD_RUN("gcp", Role.FUNCTION),
    CLOUD_RUN_INSTANCES("gcp", Role.FUNCTION),
    CLOUD_RUN_PULLING("gcp", Role.FUNCTION),
    FIRESTORE("gcp", Role.STORE);

    private final String cloud;
    private final Role role;

    Service(String cloud, Role role) {
        this.cloud = cloud;
        this.role = role;
    }

    /** {@return the id of its cloud} */
    public String cloud() {
        return cloud;
    }

    public Role role() {
        return role;
    }

    @Override
    public String toString() {
        return Words.of(this);
    }
}
