import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { answerDialog, dialogText, notifications } from '../support/vscode/messages';
import { runCommand } from '../support/vscode/quickInput';
import { clickRowAction, expand, openContainer, treeRow, treeRows, waitForRow } from '../support/vscode/tree';
import { startArm, type Arm } from './arm';
import { openProduct, pictureOfFailure, type ProductWindow } from './product';
import type { StandInAccount } from './standInAuthentication/extension';

const contoso = '11111111-1111-4111-8111-111111111111';
const fabrikam = '22222222-2222-4222-8222-222222222222';

const directory = {
  tenants: [
    { tenantId: contoso, displayName: 'Contoso' },
    { tenantId: fabrikam, displayName: 'Fabrikam' },
  ],
  subscriptions: [
    {
      id: 'aaaaaaaa-0000-4000-8000-000000000001',
      displayName: 'Pay-as-you-go',
      tenantId: contoso,
      workspaces: [
        { resourceGroup: 'vision', name: 'ws-prod', location: 'westeurope' },
        { resourceGroup: 'vision', name: 'ws-test', location: 'northeurope' },
      ],
    },
    { id: 'aaaaaaaa-0000-4000-8000-000000000002', displayName: 'Research', tenantId: contoso, workspaces: [] },
    {
      id: 'bbbbbbbb-0000-4000-8000-000000000003',
      displayName: 'Fabrikam Production',
      tenantId: fabrikam,
      workspaces: [{ resourceGroup: 'cameras', name: 'ws-cameras', location: 'eastus' }],
    },
  ],
  tokens: {
    'token-of-contoso': { tenantId: contoso },
    'token-of-fabrikam': { tenantId: fabrikam },
    'expired-token': { tenantId: contoso, expired: true },
    'token-without-roles': { tenantId: contoso, subscriptions: [] },
    'token-without-permission': { tenantId: contoso, denied: true },
  },
};

const ada: StandInAccount = {
  label: 'ada@contoso.com',
  homeTenant: contoso,
  tokens: { [contoso]: 'token-of-contoso', [fabrikam]: 'token-of-fabrikam' },
};

let scratch: string;
let arm: Arm;
let window: ProductWindow;

/** What the stand-in for the sign-in answers from now on. */
async function account(change: Partial<StandInAccount>): Promise<void> {
  await writeFile(join(scratch, 'account.json'), JSON.stringify({ ...ada, ...change }));
}

before(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'triton-sign-in-'));
  arm = await startArm(directory);
  await account({});
  window = await openProduct({
    environment: { STAND_IN_ACCOUNT: join(scratch, 'account.json') },
    settings: {
      'microsoft-sovereign-cloud.environment': 'custom',
      'microsoft-sovereign-cloud.customEnvironment': {
        name: 'Stand-in',
        portalUrl: arm.endpoint,
        managementEndpointUrl: arm.endpoint,
        resourceManagerEndpointUrl: arm.endpoint,
        activeDirectoryEndpointUrl: arm.endpoint,
        activeDirectoryResourceId: arm.endpoint,
      },
    },
  });
});

afterEach((t) => pictureOfFailure(t, window));

after(async () => {
  await window.close();
  await arm.stop();
  await rm(scratch, { recursive: true, force: true });
});

async function refresh(): Promise<void> {
  await runCommand(window.page, 'Triton: Refresh');
}

test('nothing asks for an account at start-up', async () => {
  const { page } = window;
  await openContainer(page, 'Triton');
  await page.locator('.sidebar .welcome-view-content').getByRole('button', { name: 'Sign In to Azure' }).waitFor();
  assert.equal(existsSync(join(scratch, 'account.json.prompts')), false);
  assert.deepEqual(await notifications(page), []);
});

test('who closes the sign-in page is not told about it', async () => {
  const { page } = window;
  await account({ refuses: true });
  await openContainer(page, 'Triton');
  await page.locator('.sidebar .welcome-view-content').getByRole('button', { name: 'Sign In to Azure' }).click();
  assert.match(await dialogText(page), /Triton for Azure ML.* wants to sign in/);
  await answerDialog(page, 'Allow');
  assert.deepEqual(await notifications(page), []);
});

test('signing in shows tenants, subscriptions and workspaces with the rows of the emulator', async () => {
  const { page } = window;
  await account({});
  await openContainer(page, 'Triton');
  await runCommand(page, 'Triton: Sign In to Azure');
  await answerDialog(page, 'Allow');
  await waitForRow(page, 'Azure', /ada@contoso\.com/);
  await expand(page, 'Azure', 'Contoso', 'Pay-as-you-go', 'ws-prod', 'Models');
  await treeRow(page, 'No models yet').waitFor();
  const labels = (await treeRows(page)).map(({ label }) => label);
  for (const label of ['Fabrikam', 'Research', 'ws-test', 'Endpoints'])
    assert.ok(labels.includes(label), `${label} in ${labels.join(', ')}`);
  await window.screenshot('azure-tree');
});

test('another tenant is read with a session of its own', async () => {
  const { page } = window;
  await expand(page, 'Fabrikam', 'Fabrikam Production');
  await waitForRow(page, 'ws-cameras', /eastus/);
});

test('a subscription without a workspace says so', async () => {
  const { page } = window;
  await expand(page, 'Research');
  await treeRow(page, 'No workspaces').waitFor();
});

test('a tenant in which nothing may be seen says so', async () => {
  const { page } = window;
  await account({ tokens: { [contoso]: 'token-without-roles', [fabrikam]: 'token-of-fabrikam' } });
  await refresh();
  await treeRow(page, 'No subscriptions').waitFor({ timeout: 30_000 });
  await window.screenshot('azure-no-subscriptions');
});

test('a token that has expired is a row in words, with a way to sign in', async () => {
  const { page } = window;
  await account({ tokens: { [contoso]: 'expired-token', [fabrikam]: 'token-of-fabrikam' } });
  await refresh();
  const row = treeRow(page, /sign in/i);
  await row.waitFor({ timeout: 30_000 });
  await window.screenshot('azure-expired');
  assert.doesNotMatch(await row.innerText(), /401|Bearer|Error:/);
  await account({});
  await clickRowAction(page, (await row.locator('.label-name').innerText()).trim(), 'Sign In to Azure');
  await answerDialog(page, 'Allow');
  await treeRow(page, 'Contoso').waitFor({ timeout: 30_000 });
});

test('a service that cannot be reached is a row in words, and Retry helps once it answers', async () => {
  const { page } = window;
  const { port } = arm;
  await arm.stop();
  await refresh();
  const row = treeRow(page, /Nothing answers at its address/);
  await row.waitFor({ timeout: 60_000 });
  await window.screenshot('azure-unreachable');
  arm = await startArm(directory, port);
  const words = (await row.locator('.label-name').innerText()).trim();
  // A load that was under way when the service came back may have replaced the row already.
  await Promise.any([clickRowAction(page, words, 'Retry'), treeRow(page, 'Contoso').waitFor()]);
  await treeRow(page, 'Contoso').waitFor({ timeout: 30_000 });
});

test('the person was asked only when a command said so', async () => {
  const asked = (await readFile(join(scratch, 'account.json.prompts'), 'utf8')).trim().split('\n');
  assert.equal(asked.length, 3, 'refused, agreed, and again for the expired token');
});
