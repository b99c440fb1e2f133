package io.triskel.store;

import io.triskel.event.ForAdapters;
import io.triskel.event.PortException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * For authors of stores: the version of the form in which this release writes rows, all kinds of rows alike. Each row carries the
 * version under {@link #NAME}, and is looked at before anything else of the row is: so a release never misreads what a later one has
 * written, as when two releases run side by side during an upgrade, or after a step back.
 *
 * <p>The version grows with a change that an earlier release would misread: another meaning, another type or another place of
 * an existing member. The release that makes such a change still reads the earlier versions. Members that an earlier release
 * may ignore are added without a new version.
 */
@ForAdapters
public final class StoredFormat {
    /** The name of the column, attribute, property or field that has the version. */
    public static final String NAME = "format";

    /** The version that this release writes, and the latest that it reads. */
    public static final int CURRENT = 1;

    private StoredFormat() {}

    /**
     * Refuses a row that this release cannot read.
     *
     * @param format what the row carries, if it carries any
     * @param where names the row's table, for people; asked only for a refusal, since each row that is read comes by here
     * @throws PortException if a later release wrote the row, so that the work waits for that release and no event is blamed; or if no
     *     release did
     */
    public static void require(@Nullable Number format, Supplier<String> where) {
        if (format == null) {
            throw new PortException("A row of " + where.get()
                    + " does not say its format, so no release of Triskel wrote it: somebody"
                    + " else writes there. Let nobody but these stores write, and take such rows away");
        }
        long version = format.longValue();
        if (version < 1 || version > CURRENT) {
            throw new PortException("A row of " + where.get() + " has format " + version
                    + ", and this release reads formats up to " + CURRENT
                    + ": a later release wrote it. Deploy that release, or a later one; the row is left as it is");
        }
    }
}
