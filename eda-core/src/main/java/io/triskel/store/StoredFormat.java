package io.triskel.store;

import io.triskel.event.ForAdapters;
import io.triskel.event.PortException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * For authors of stores: the version of the format in which this release writes rows of all kinds. Each row carries it
 * under {@link #NAME}, and readers check it first, so a release never misreads a row of a later one, for example during an
 * upgrade or after a rollback.
 *
 * <p>The version grows with a change that an earlier release would misread: another meaning, type or place of an existing
 * member. The release with that change still reads earlier versions. Members that an earlier release may ignore are added
 * without a new version.
 */
@ForAdapters
public final class StoredFormat {
    /** The name of the version's column, attribute, property or field. */
    public static final String NAME = "format";

    /** The version that this release writes, and the latest that it reads. */
    public static final int CURRENT = 1;

    private StoredFormat() {}

    /**
     * Rejects a row that this release cannot read.
     *
     * @param format the row's version, if any
     * @param where returns the row's table for the message; called only for a rejected row
     * @throws PortException if a later release wrote the row, so that work waits for that release and no event is at fault;
     *     or if no release wrote it
     */
    public static void require(@Nullable Number format, Supplier<String> where) {
        if (format == null) {
            throw new PortException("A row of " + where.get()
                    + " has no format, so no release of Triskel wrote it: let only these stores write there, and "
                    + "remove such rows");
        }
        long version = format.longValue();
        if (version < 1 || version > CURRENT) {
            throw new PortException("A row of " + where.get() + " has format " + version
                    + ", and this release reads formats up to " + CURRENT
                    + ": a later release wrote it. Deploy that release or a later one; the row is unchanged");
        }
    }
}
