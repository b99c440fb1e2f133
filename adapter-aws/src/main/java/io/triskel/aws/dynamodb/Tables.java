package io.triskel.aws.dynamodb;

import io.triskel.aws.dynamodb.TableLayout.Index;
import io.triskel.aws.dynamodb.TableLayout.Key;
import java.util.List;
import java.util.Optional;

/**
 * Which tables there are and how they are keyed: the one description that deployments create them from and the stores
 * use.
 *
 * @param prefix of all tables' names, 1 to 200 letters, digits, {@code _ . -}
 */
public record Tables(String prefix) {
    static final String DIRTY = "dirty";

    public Tables {
        if (!prefix.matches("[a-zA-Z0-9_.-]{1,200}")) {
            throw new IllegalArgumentException(
                    "A prefix of tables has 1 to 200 letters, digits, '_', '.' or '-', this one is '" + prefix + "'");
        }
    }

    /** {@return the name of the table of commits and dispatch leases} */
    public String streams() {
        return prefix + "-streams";
    }

    /** {@return the name of the table of snapshots} */
    public String snapshots() {
        return prefix + "-snapshots";
    }

    /** {@return the name of the table of checkpoints} */
    public String checkpoints() {
        return prefix + "-checkpoints";
    }

    /** {@return the name of the table of inboxes} */
    public String inbox() {
        return prefix + "-inbox";
    }

    /** {@return all tables, to be created before a store is used} */
    public List<TableLayout> layouts() {
        return List.of(
                new TableLayout(
                        streams(),
                        Key.text("streamId"),
                        Optional.of(Key.number("revision")),
                        List.of(new Index(DIRTY, Key.text("bucket"), Key.number("due")))),
                new TableLayout(snapshots(), Key.text("streamId"), Optional.of(Key.text("fingerprint")), List.of()),
                new TableLayout(checkpoints(), Key.text("checkpoint"), Optional.empty(), List.of()),
                new TableLayout(inbox(), Key.text("entry"), Optional.empty(), List.of()));
    }
}
