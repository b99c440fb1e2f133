// Blob and Table Storage for the local Azure: Azurite as it is, but for one thing. Azurite looks at every entity of a table
// for every query, and at every entity with the same row key for every other request; the service has an index of both keys.
// Usage: node azurite.cjs FOLDER_WITH_NODE_MODULES AZURITE'S_ARGUMENTS
const { createRequire } = require("node:module");
const [tools] = process.argv.splice(2, 1);
const fromTools = createRequire(tools + "/");
const Store = fromTools("azurite/dist/src/table/persistence/LokiTableMetadataStore").default;

/** The range of entities that share a key, by the index that Azurite has but does not use where two keys are given. */
function range(collection, key, value) {
  collection.ensureIndex(key);
  const [first, last] = collection.calculateRange("$eq", key, value);
  return { first, last, order: collection.binaryIndices[key].values };
}

function findOne(collection, { PartitionKey, RowKey }) {
  const partition = range(collection, "PartitionKey", PartitionKey);
  const row = range(collection, "RowKey", RowKey);
  const { first, last, order } = partition.last - partition.first < row.last - row.first ? partition : row;
  for (let i = first; i <= last; i++) {
    const entity = collection.data[order[i]];
    if (entity.PartitionKey === PartitionKey && entity.RowKey === RowKey) return entity;
  }
  return null;
}

/** The one partition that a filter is about, if that is all that it can be about. */
function partitionOf(filter) {
  const found = /^\(?PartitionKey eq '((?:[^']|'')*)'\)?(?: and |$)/.exec(filter ?? "");
  return found && !/ or |not /.test(filter) ? found[1].replaceAll("''", "'") : undefined;
}

const { getEntityCollection, queryTableEntities } = Store.prototype;

Store.prototype.getEntityCollection = function (...request) {
  const collection = getEntityCollection.apply(this, request);
  collection.findOne = (keys) => findOne(collection, keys);
  return collection;
};

Store.prototype.queryTableEntities = function (context, account, table, options, ...from) {
  const partition = partitionOf(options.filter);
  const store = Object.create(this);
  if (partition !== undefined) {
    store.getEntityCollection = (...request) => {
      const collection = this.getEntityCollection(...request);
      return { chain: () => collection.chain().find({ PartitionKey: partition }) };
    };
  }
  return queryTableEntities.call(store, context, account, table, options, ...from);
};

fromTools("azurite/dist/src/azurite.js");
