package io.triskel.local.gcp.pubsub;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import io.triskel.local.gcp.wire.Refusal;
import java.util.Set;

/** Copies the fields that an update names. */
final class Masked {
    private Masked() {}

    /**
     * A builder of {@code current} with the named fields as in {@code update}.
     *
     * @param changeable the top-level fields that may be changed
     */
    static Message.Builder merge(Message current, Message update, FieldMask mask, Set<String> changeable) {
        Refusal.unless(mask.getPathsCount() > 0, "The update_mask in the request must be set and not empty");
        Message.Builder merged = current.toBuilder();
        for (String path : mask.getPathsList()) {
            Refusal.unless(
                    changeable.contains(path.split("\\.", -1)[0]),
                    "Invalid update_mask provided in the request: the " + path + " field is not mutable or not known");
            merge(merged, update, path);
        }
        return merged;
    }

    private static void merge(Message.Builder into, Message from, String path) {
        int dot = path.indexOf('.');
        FieldDescriptor field = into.getDescriptorForType().findFieldByName(dot < 0 ? path : path.substring(0, dot));
        if (field == null) {
            throw Refusal.invalid("Invalid update_mask provided in the request: " + path);
        }
        if (dot >= 0) {
            Message.Builder inner = into.getFieldBuilder(field);
            merge(inner, (Message) from.getField(field), path.substring(dot + 1));
        } else if (field.isRepeated() || !field.hasPresence() || from.hasField(field)) {
            into.setField(field, from.getField(field));
        } else {
            into.clearField(field);
        }
    }
}
