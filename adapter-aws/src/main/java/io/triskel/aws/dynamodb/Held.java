package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.number;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The head of a stream that {@link DispatchItems} leases.
 *
 * @param unmarkedTo no commit up to this revision has a mark
 */
record Held(long fence, long dispatchedTo, long unmarkedTo) {
    static Held of(Map<String, AttributeValue> head) {
        return new Held(number(head, "fence"), number(head, "dispatchedTo"), number(head, "unmarkedTo"));
    }

    Held advanced(long to) {
        return new Held(fence, Math.max(dispatchedTo, to), unmarkedTo);
    }

    Held unmarked(long to) {
        return new Held(fence, dispatchedTo, Math.max(unmarkedTo, to));
    }
}
