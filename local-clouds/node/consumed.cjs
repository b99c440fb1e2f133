// What DynamoDB bills, by table: {readUnits, writeUnits, indexWriteUnits, bytes}. Units of tables are those that dynalite
// answers to ReturnConsumedCapacity. It leaves out three things that the service counts, which are added here:
// - writes to indexes (developer guide, "Global secondary indexes", write capacity units): an entry put or deleted is a
//   unit per KB of the entry, a changed key is both, and an unchanged entry is free;
// - writes whose condition fails (developer guide, "Item sizes and capacity unit consumption"): the size of the item that
//   is there, at least one unit;
// - a query that finds nothing, which is the least that can be read.
// Bytes are those of items and index entries, with the 100 bytes of overhead that the service stores with each.
const OVERHEAD = 100;
const KB = 1024;

/** Wraps dynalite's actions, so this comes before dynalite is loaded. */
exports.meter = (require_) => {
  const tables = {};
  const db = require_("dynalite/db");
  const of = (table) => (tables[table] ??= { readUnits: 0, writeUnits: 0, indexWriteUnits: 0, bytes: 0 });
  const units = (item) => Math.max(1, Math.ceil(db.itemSize(item) / KB));

  const { checkConditional, updateIndexes } = db;
  db.checkConditional = (data, existing) => {
    const failure = checkConditional(data, existing);
    if (failure) of(data.TableName).writeUnits += existing ? units(existing) : 1;
    return failure;
  };
  db.updateIndexes = (store, table, before, after, done) => {
    const consumed = of(table.TableName);
    consumed.bytes += kept(after) - kept(before);
    for (const index of [...(table.LocalSecondaryIndexes ?? []), ...(table.GlobalSecondaryIndexes ?? [])]) {
      const old = entry(table, index, before);
      const now = entry(table, index, after);
      consumed.bytes += kept(now) - kept(old);
      consumed.indexWriteUnits += indexUnits(index, old, now);
    }
    updateIndexes(store, table, before, after, done);
  };

  function kept(item) {
    return item ? db.itemSize(item) + OVERHEAD : 0;
  }

  function indexUnits(index, old, now) {
    if (!old || !now) return old || now ? units(old ?? now) : 0;
    const same = (names) => names.every((name) => JSON.stringify(old[name]) === JSON.stringify(now[name]));
    if (!same(index.KeySchema.map((key) => key.AttributeName))) return units(old) + units(now);
    return same([...new Set([...Object.keys(old), ...Object.keys(now)])]) ? 0 : Math.max(units(old), units(now));
  }

  function entry(table, index, item) {
    const keys = index.KeySchema.map((key) => key.AttributeName);
    if (!item || !keys.every((key) => item[key] !== undefined)) return undefined;
    if (index.Projection.ProjectionType === "ALL") return item;
    const names = [
      ...keys,
      ...table.KeySchema.map((key) => key.AttributeName),
      ...(index.Projection.NonKeyAttributes ?? []),
    ];
    return Object.fromEntries(names.filter((name) => item[name] !== undefined).map((name) => [name, item[name]]));
  }

  const READS = ["getItem", "batchGetItem", "query", "scan"];
  const WRITES = ["putItem", "updateItem", "deleteItem", "batchWriteItem"];
  const path = (action) => require_.resolve("dynalite/actions/" + action);
  // Batches call the single actions, which must be loaded unwrapped before them to be counted once.
  const plain = [...READS, ...WRITES].map((action) => [action, require_(path(action))]);
  for (const [action, act] of plain) {
    const unit = READS.includes(action) ? "readUnits" : "writeUnits";
    require_.cache[path(action)].exports = (store, data, done) => {
      const asked = data.ReturnConsumedCapacity;
      data.ReturnConsumedCapacity = "INDEXES";
      const least = unit === "readUnits" ? (data.ConsistentRead ? 1 : 0.5) : 0;
      act(store, data, (error, answer) => {
        for (const capacity of [answer?.ConsumedCapacity ?? []].flat()) {
          of(capacity.TableName)[unit] += Math.max(least, capacity.CapacityUnits ?? 0);
        }
        if (answer && (!asked || asked === "NONE")) delete answer.ConsumedCapacity;
        done(error, answer);
      });
    };
  }
  return tables;
};
