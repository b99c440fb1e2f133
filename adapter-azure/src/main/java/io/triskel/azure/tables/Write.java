package io.triskel.azure.tables;

import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableTransactionAction;
import com.azure.data.tables.models.TableTransactionActionType;
import java.util.Optional;

/**
 * One entity's write; every one but {@link #put} has a condition.
 *
 * @param conditional whether the entity's ETag has to be the stored one's
 */
record Write(TableTransactionActionType type, TableEntity entity, boolean conditional) {
    private static final String TAG = "odata.etag";

    /** Holds if there is none. */
    static Write create(TableEntity entity) {
        return new Write(TableTransactionActionType.CREATE, entity, false);
    }

    /** Holds if nobody has written it since it had this ETag. */
    static Write replace(TableEntity entity, String tag) {
        return new Write(TableTransactionActionType.UPDATE_REPLACE, entity.addProperty(TAG, tag), true);
    }

    /** As {@link #replace} if there is an ETag, else as {@link #create}. */
    static Write of(TableEntity entity, Optional<String> tag) {
        return tag.map(there -> replace(entity, there)).orElseGet(() -> create(entity));
    }

    /** Adds properties to what has this ETag. */
    static Write merge(TableEntity entity, String tag) {
        return new Write(TableTransactionActionType.UPDATE_MERGE, entity.addProperty(TAG, tag), true);
    }

    /** Whatever there is. */
    static Write put(TableEntity entity) {
        return new Write(TableTransactionActionType.UPSERT_REPLACE, entity, false);
    }

    /** Holds if there is one. */
    static Write delete(Key key) {
        return new Write(TableTransactionActionType.DELETE, key.entity(), false);
    }

    /** Holds if nobody has written it since it had this ETag. */
    static Write delete(Key key, String tag) {
        return new Write(TableTransactionActionType.DELETE, key.entity().addProperty(TAG, tag), true);
    }

    TableTransactionAction action() {
        return new TableTransactionAction(type, entity, conditional);
    }
}
