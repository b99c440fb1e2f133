package io.triskel.azure.tables;

import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableTransactionAction;
import com.azure.data.tables.models.TableTransactionActionType;
import io.triskel.store.StoredFormat;
import java.util.Optional;

/**
 * A write of one entity; all but {@link #put} have a condition. Each written entity carries the {@linkplain
 * StoredFormat version of its form}.
 *
 * @param conditional whether the stored entity must have this entity's ETag
 */
record Write(TableTransactionActionType type, TableEntity entity, boolean conditional) {
    private static final String TAG = "odata.etag";

    Write {
        if (type != TableTransactionActionType.DELETE) {
            entity.addProperty(StoredFormat.NAME, StoredFormat.CURRENT);
        }
    }

    /** Creates the entity, if it does not exist. */
    static Write create(TableEntity entity) {
        return new Write(TableTransactionActionType.CREATE, entity, false);
    }

    /** Replaces the entity, if the stored one still has this ETag. */
    static Write replace(TableEntity entity, String tag) {
        return new Write(TableTransactionActionType.UPDATE_REPLACE, entity.addProperty(TAG, tag), true);
    }

    /** As {@link #replace} if there is an ETag, else as {@link #create}. */
    static Write of(TableEntity entity, Optional<String> tag) {
        return tag.map(there -> replace(entity, there)).orElseGet(() -> create(entity));
    }

    /** Adds properties to the entity, if it has this ETag. */
    static Write merge(TableEntity entity, String tag) {
        return new Write(TableTransactionActionType.UPDATE_MERGE, entity.addProperty(TAG, tag), true);
    }

    /** Writes the entity without a condition. */
    static Write put(TableEntity entity) {
        return new Write(TableTransactionActionType.UPSERT_REPLACE, entity, false);
    }

    /** Deletes the entity, if it exists. */
    static Write delete(Key key) {
        return new Write(TableTransactionActionType.DELETE, key.entity(), false);
    }

    /** Deletes the entity, if the stored one still has this ETag. */
    static Write delete(Key key, String tag) {
        return new Write(TableTransactionActionType.DELETE, key.entity().addProperty(TAG, tag), true);
    }

    TableTransactionAction action() {
        return new TableTransactionAction(type, entity, conditional);
    }
}
