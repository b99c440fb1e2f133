package io.triskel.orders.deployed;

import io.triskel.hosting.operation.Past;
import io.triskel.hosting.operation.StoreRestore.Published;
import io.triskel.local.WorkFolder;
import io.triskel.notify.Credential;
import io.triskel.orders.pipeline.Ports;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** A pipeline on a local cloud, with its own archive and folder. */
public abstract class LocalPipeline implements DeployedPipeline {
    private final Path folder;
    private final ArchiveFolder archive;
    private final OpenedPorts opened;
    private final Runnable ends;

    /**
     * Presents a deployment to its driver.
     *
     * @param folder removed on close
     * @param ends ends the local cloud
     */
    protected LocalPipeline(Path folder, ArchiveFolder archive, OpenedPorts opened, Runnable ends) {
        this.folder = folder;
        this.archive = archive;
        this.opened = opened;
        this.ends = ends;
    }

    @Override
    public final Credential credential() {
        return opened.credential();
    }

    @Override
    public final Ports ports() {
        return opened.ports();
    }

    @Override
    public final Optional<Past> past() {
        return Optional.of(opened.past());
    }

    /**
     * Copies all stores but the one of persons' keys, while nothing happens.
     *
     * @return puts the stores back as they are now, while nothing happens
     */
    public abstract Runnable copyStores();

    /** Lets every consumer read the bus again, from this moment on or from an earlier one. */
    public abstract void replay(Instant from);

    /** {@return all events of the bus, for a restore} */
    public Published published() {
        return opened.published();
    }

    @Override
    public final boolean hasArchived() {
        return !archive.isEmpty();
    }

    @Override
    public final void close() {
        opened.close();
        ends.run();
        WorkFolder.remove(folder);
    }
}
