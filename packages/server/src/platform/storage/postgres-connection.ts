import type { Pool, PoolClient } from 'pg';

/** Answers rows as arrays. With a name the statement is prepared once per connection. */
export type PostgresQuery = <Row extends unknown[]>(text: string, values: unknown[], name?: string) => Promise<Row[]>;

export function queryOf(connection: Pool | PoolClient): PostgresQuery {
  return async <Row extends unknown[]>(text: string, values: unknown[], name?: string) => {
    const statement = { text, values, rowMode: 'array' as const };
    const { rows } = await connection.query<Row>(name === undefined ? statement : { ...statement, name });
    return rows;
  };
}

/** For a single client, which takes one query at a time, while a unit may read several rows at once. */
export function queryInTurn(client: PoolClient): PostgresQuery {
  const query = queryOf(client);
  let last: Promise<unknown> = Promise.resolve();
  return <Row extends unknown[]>(...statement: Parameters<PostgresQuery>) => {
    const run = () => query<Row>(...statement);
    const answer = last.then(run, run);
    last = answer;
    return answer;
  };
}

/** `begin` starts the transaction and may do more in the same round trip. */
export async function inTransaction<T>(
  pool: Pool,
  begin: string,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let isBroken = false;
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    // Where not even this works the connection is gone, and with it the transaction.
    isBroken = await client.query('ROLLBACK').then(
      () => false,
      () => true,
    );
    throw error;
  } finally {
    client.release(isBroken);
  }
}
