package io.triskel.local.aws.iam;

import io.triskel.local.access.Grant;
import java.util.List;

/**
 * An action on a resource.
 *
 * @param action the service's prefix and the operation, such as {@code dynamodb:GetItem}
 * @param resource the part of an ARN after region and account, such as {@code table/orders}; a permission may end in
 *     {@code *}, which matches any end
 */
public record Permission(String action, String resource) implements Grant<Permission> {
    public Permission {
        if (!action.matches("[a-z0-9]+:[A-Za-z]+") || resource.isBlank()) {
            throw new IllegalArgumentException(
                    "A permission is an action, such as dynamodb:GetItem, on a resource, such as"
                            + " table/orders; this is '" + action + "' on '" + resource + "'");
        }
    }

    /** {@return a permission for each of these actions on a resource} */
    public static List<Permission> each(List<String> actions, String resource) {
        return actions.stream().map(action -> new Permission(action, resource)).toList();
    }

    @Override
    public boolean allows(Permission needed) {
        boolean all =
                resource.endsWith("*") && needed.resource.startsWith(resource.substring(0, resource.length() - 1));
        return action.equals(needed.action) && (all || resource.equals(needed.resource));
    }

    String arn() {
        return resource.equals("*")
                ? resource
                : "arn:aws:" + action.substring(0, action.indexOf(':')) + ":us-east-1:000000000000:" + resource;
    }

    /** {@return a text such as {@code dynamodb:GetItem on table/orders}} */
    @Override
    public String toString() {
        return action + " on " + resource;
    }
}
